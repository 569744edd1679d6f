-- Rows of kinds that the sample has none of, in the tables of the previous release.

INSERT INTO campaigns_campaign (
    id, name, kind, theme, parent_movement, status, resumes_to, search_text, created_at, organiser_id
) VALUES (
    14, 'Ngày thứ Bảy xanh', 'thematic', '', '', 'discarded', '', 'ngay thu bay xanh', '2026-11-20 02:00+00', 1
);
INSERT INTO campaigns_campaignplan (
    id, status, version, summary, place_name, preamble, closing, numbering_style, addresses_everyone, is_public,
    is_transcription, paper_symbol, paper_signature_lines, paper_signer_name, created_at, revision, campaign_id,
    drafted_by_id, issuer_id, campaign_changes
) VALUES (
    17, 'discarded', 1, 'Phát động phong trào “Ngày thứ Bảy xanh”', 'Hạ Long', 'Như sau:', 'Trân trọng.', 'letter',
    false, false, false, '', '', '', '2026-11-20 02:00+00', 3, 14, 1, 1, '{"name": "Ngày thứ Bảy xanh"}'
);
INSERT INTO campaigns_campaignplan_addressed_units (id, campaignplan_id, unit_id) VALUES (5, 17, 10), (6, 17, 11);
INSERT INTO campaigns_campaignplan_addressed_blocks (id, campaignplan_id, emulationblock_id) VALUES (7, 17, 1);

INSERT INTO audit_event (
    id, at, verb, actor_id, actor_name, object_type, object_id, object_name, unit_id, from_status, to_status, reason,
    data
) VALUES
    (380, '2026-11-20 02:00+00', 'plan.created', 1, 'Nguyễn Thị Mẫu', 'campaigns.campaignplan', '17',
        'Ngày thứ Bảy xanh', 1, '', '', '', '{}'),
    (381, '2026-11-20 03:00+00', 'plan.edited', 2, 'Trần Văn Thử', 'campaigns.campaignplan', '17',
        'Ngày thứ Bảy xanh', 1, '', '', '', '{"changed": ["recipients"]}'),
    (382, '2026-11-20 04:00+00', 'plan.discarded', 1, 'Nguyễn Thị Mẫu', 'campaigns.campaignplan', '17',
        'Ngày thứ Bảy xanh', 1, 'draft', 'discarded', 'Trùng với phong trào của Tỉnh đoàn.', '{}'),
    (383, '2026-11-20 05:00+00', 'import.discarded', 1, 'Nguyễn Thị Mẫu', 'campaigns.planimport', '15',
        'nham.docx', NULL, '', '', '', '{"sha256": "00"}'),
    (384, '2026-11-20 06:00+00', 'appointment.cancelled', 9, 'Đặng Văn Làm Mẫu', 'units.appointment', '15',
        'Văn thư', 3, '', '', 'Giao nhầm người.', '{}');

INSERT INTO jobs_job (
    id, kind, queue, key, args, outcome, label, subject_type, subject_id, subject_url, state, progress_percent, reason,
    attempts, created_at, finished_at, requested_by_id
) VALUES
    (11, 'documents.render_copy', 'documents', 'documents.render_copy:2', '{"copy_id": 2}', '{}', 'In sổ', '', '', '',
        'queued', 0, '', 0, '2026-11-20 07:00+00', NULL, 5),
    (12, 'documents.render_copy', 'documents', 'documents.render_copy:3', '{"copy_id": 3}', '{}', 'In sổ', '', '', '',
        'failed', 40, 'Hết giờ.', 5, '2026-11-20 07:00+00', '2026-11-20 07:05+00', 5);
INSERT INTO documents_loosecopy (
    id, digest, template, payload, file_name, storage_name, pages, subject_type, subject_id, created_at
) VALUES (2, '02', 'register', '{"lines": []}', 'so.pdf', '', 0, 'documents.register', 6, '2026-11-20 07:00+00');

INSERT INTO account_emailaddress (id, email, verified, "primary", user_id) VALUES (1, 'mau@example.vn', true, true, 1);
INSERT INTO accounts_activation (id, channel, code_hash, created_at, expires_at, used_at, user_id)
    VALUES (1, 'slip', '0123', '2026-11-20 07:00+00', '2026-11-27 07:00+00', '2026-11-20 08:00+00', 1);
INSERT INTO mfa_authenticator (id, type, data, user_id, created_at)
    VALUES (1, 'recovery_codes', '{"used_mask": 3}', 2, '2026-11-20 07:00+00');

SELECT setval('campaigns_campaign_id_seq', 14), setval('campaigns_campaignplan_id_seq', 17),
    setval('campaigns_planimport_id_seq', 15), setval('units_appointment_id_seq', 15), setval('jobs_job_id_seq', 12),
    setval('audit_event_id_seq', 384), setval('documents_loosecopy_id_seq', 2),
    setval('account_emailaddress_id_seq', 1), setval('accounts_activation_id_seq', 1),
    setval('mfa_authenticator_id_seq', 1);
