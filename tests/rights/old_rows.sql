-- Rows as an installation before rights had a place could hold them.
INSERT INTO units_unit (id, kind, name, short_name, code, parent_id, commune, address, phone, email, closed_reason, closed_on, search_text) VALUES
    (1, 'alliance', 'Liên minh Mẫu', '', 'LM', NULL, '', '', '', '', '', NULL, ''),
    (2, 'cooperative', 'Hợp tác xã Đứng Riêng', '', 'HTX-2', NULL, '', '', '', '', '', NULL, ''),
    (3, 'department', 'Văn phòng', '', 'VP', 1, '', '', '', '', '', NULL, ''),
    (4, 'department', 'Phòng Kế hoạch', '', 'P-KH', 1, '', '', '', '', '', NULL, ''),
    (5, 'cooperative', 'Hợp tác xã Năm', '', 'HTX-5', 1, '', '', '', '', '', NULL, ''),
    (6, 'cooperative', 'Hợp tác xã Sáu', '', 'HTX-6', 1, '', '', '', '', '', NULL, ''),
    (7, 'cooperative', 'Hợp tác xã Bảy', '', 'HTX-7', 1, '', '', '', '', '', NULL, ''),
    (8, 'cooperative', 'Hợp tác xã Đã Đóng', '', 'HTX-8', 1, '', '', '', '', 'Giải thể.', '2025-01-01', '');
INSERT INTO accounts_user (id, password, username, full_name, email, is_active, created_at)
    SELECT n, '!', 'nguoi' || n, 'Người Mẫu ' || n, '', true, now() FROM generate_series(1, 9) n;
INSERT INTO units_person (id, full_name, family_name, middle_name, given_name, user_id, search_text)
    SELECT n, 'Người Mẫu ' || n, '', '', 'Mẫu', n, '' FROM generate_series(1, 9) n;
INSERT INTO units_position (id, person_id, unit_id, title, is_head, effective_from, effective_to) VALUES
    (1, 1, 3, 'Chánh Văn phòng', true, '2020-01-01', NULL),
    (2, 2, 4, 'Trưởng phòng', true, '2021-01-01', NULL),
    (3, 2, 4, 'Trưởng phòng', true, '2021-01-01', '2022-01-01'),
    (4, 2, 4, 'Trưởng phòng', true, '2024-01-01', '2024-06-01'),
    (5, 9, 8, 'Giám đốc', true, '2020-01-01', NULL),
    (6, 9, 8, 'Kế toán', false, '2025-02-01', NULL);
INSERT INTO units_appointment (id, user_id, unit_id, role, effective_from, effective_to) VALUES
    (1, 1, 3, 'dept_head', '2020-01-01', NULL),
    (2, 2, 4, 'dept_head', '2020-01-01', NULL),
    (3, 3, 5, 'cluster_lead', '2022-01-01', NULL),
    (4, 4, 2, 'cluster_lead', '2022-01-01', NULL),
    (5, 5, 2, 'cluster_lead', '2022-01-01', NULL),
    (6, 5, 2, 'unit_editor', '2021-01-01', NULL),
    (7, 6, 6, 'unit_head', '2021-01-01', NULL),
    (8, 7, 4, 'clerk', '2020-01-01', '2023-01-01'),
    (9, 7, 4, 'clerk', '2022-01-01', NULL),
    (10, 9, 8, 'unit_head', '2020-01-01', NULL);
INSERT INTO units_emulationblock (id, kind, name) VALUES (1, 'block', 'Khối Một'), (2, 'block', 'Khối Hai'), (3, 'cluster', 'Cụm Ba');
INSERT INTO units_blockmembership (id, block_id, unit_id, is_lead, effective_from, effective_to) VALUES
    (1, 1, 5, false, '2020-01-01', NULL),
    (2, 2, 5, false, '2024-01-01', '2025-01-01'),
    (3, 3, 5, false, '2020-01-01', NULL),
    (4, 1, 6, true, '2020-01-01', NULL),
    (5, 2, 7, true, '2020-01-01', NULL);
INSERT INTO units_signingauthority (id, unit_id, person_id, form, body_name, head_title, own_title, post_above_name, document_types, basis, effective_from, effective_to) VALUES
    (1, 1, 1, 'tl', '', 'Chủ tịch', 'Chánh Văn phòng', '', '', '', '2020-01-01', NULL),
    (2, 1, 1, 'tl', '', 'Chủ tịch', 'Chánh Văn phòng', '', '', '', '2021-01-01', '2022-01-01'),
    (3, 1, 2, 'kt', '', 'Chủ tịch', 'Phó Chủ tịch', '', '', '', '2020-01-01', NULL),
    (4, 1, 2, 'kt', '', 'Chủ tịch', 'Phó Chủ tịch', '', '', 'lần hai', '2020-01-01', NULL);
INSERT INTO documents_issuer (id, superior_lines, name_lines, full_name, place_name, symbol, head_title, archive_line, series_scope, numbering_mode, prints_qr, unit_id)
    VALUES (1, '', 'LIÊN MINH MẪU', 'Liên minh Mẫu', 'Mẫu', 'LM', 'Chủ tịch', 'VT', 'per_type', 'portal', true, 1);
INSERT INTO campaigns_campaign (id, name, kind, theme, parent_movement, status, resumes_to, search_text, created_at, organiser_id)
    VALUES (1, 'Thi đua', 'regular', '', '', 'planned', '', '', now(), 1);
INSERT INTO campaigns_campaignplan (id, campaign_changes, version, addresses_everyone, is_public, is_transcription, created_at, revision, campaign_id, issuer_id, status, paper_symbol, summary, place_name, preamble, closing, numbering_style, paper_signature_lines, paper_signer_name, signing_id)
    VALUES (1, '{}', 1, true, true, false, now(), 1, 1, 1, 'draft', '', '', '', '', '', 'decimal', '', '', 4);
INSERT INTO audit_event (id, at, verb, actor_name, object_type, object_id, object_name, unit_id, from_status, to_status, reason, data)
    VALUES (1, now(), 'unit.created', 'Hệ thống', 'units.unit', '5', 'Hợp tác xã Năm', 5, '', '', '', '{}');
INSERT INTO jobs_job (id, kind, queue, key, args, outcome, label, subject_type, subject_id, subject_url, state, progress_percent, reason, attempts, created_at)
    VALUES (1, 'documents.render', 'documents', 'k', '{}', '{}', 'Bản in', '', '', '', 'queued', 0, '', 0, now());
SELECT setval(pg_get_serial_sequence(name, 'id'), 100) FROM unnest(ARRAY[
    'units_unit', 'accounts_user', 'units_person', 'units_position', 'units_appointment', 'units_emulationblock',
    'units_blockmembership', 'units_signingauthority', 'audit_event', 'jobs_job']) name;
