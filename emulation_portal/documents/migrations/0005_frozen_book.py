"""What the book says is frozen like the papers: by triggers, some of which look at commit."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0004_facts_of_law'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='line_and_paper', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE line documents_registerentry; paper documents_document;', func="\nSELECT * INTO line FROM documents_registerentry WHERE id = NEW.entry_id;\nSELECT * INTO paper FROM documents_document WHERE entry_id = line.id ORDER BY id DESC LIMIT 1;\nIF FOUND AND line.voided_at IS NULL AND\n    (line.number, line.symbol, line.document_type, line.issued_on, line.summary, line.signer_name, line.kind)\n    IS DISTINCT FROM\n    (paper.number, paper.symbol, paper.document_type, paper.issued_on, paper.summary, paper.signer_name, paper.kind)\nTHEN\n    RAISE EXCEPTION 'line_says_what_its_paper_says: line % of the book contradicts paper %', line.id, paper.id\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n", hash='6067f992704c3bd1c94a54199a00bb8ec4eb4582', operation='INSERT OR UPDATE', pgid='pgtrigger_line_and_paper_6936c', table='documents_document', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'papers and their book are never truncated';", hash='9c55f5a68bb35b942ab6cef36dedaf9711bb7e54', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_1949c', table='documents_document', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentfile',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'papers and their book are never truncated';", hash='f2ef83f12243b33ed7234e45ef64dd9c6ef0bbb8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_29096', table='documents_documentfile', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issuer',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'papers and their book are never truncated';", hash='c01d9f6b1e986fb486cbc54e5d40ed049382cdea', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_18a4b', table='documents_issuer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='register',
            trigger=pgtrigger.compiler.Trigger(name='keeps_its_place', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."issuer_id" IS DISTINCT FROM (NEW."issuer_id") OR OLD."series" IS DISTINCT FROM (NEW."series") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='73dd762bb7882d9b3bccf1d0e683df72fab50452', operation='UPDATE', pgid='pgtrigger_keeps_its_place_4fd53', table='documents_register', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='register',
            trigger=pgtrigger.compiler.Trigger(name='book_and_lines', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE book documents_register; greatest integer; valid integer; given integer;', func="\nSELECT * INTO book FROM documents_register WHERE id = NEW.id;\nSELECT coalesce(max(number), 0), coalesce(max(number) FILTER (WHERE voided_at IS NULL), 0),\n       coalesce(max(number) FILTER (WHERE kind = 'issued'), 0)\n    INTO greatest, valid, given FROM documents_registerentry WHERE register_id = book.id;\nIF book.last_number < valid OR book.last_number > greatest OR (NEW.last_number < OLD.last_number AND book.last_number < given AND EXISTS (\n    SELECT FROM documents_issuer WHERE id = book.issuer_id AND numbering_mode = 'portal'))\nTHEN\n    RAISE EXCEPTION 'last_number_is_that_of_the_lines: book % says %, its lines %', book.id, book.last_number, valid\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n", hash='451989b12e9d5737b2a7314fc66886ac5c37a7ba', operation='INSERT OR UPDATE', pgid='pgtrigger_book_and_lines_6a0f8', table='documents_register', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='register',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'papers and their book are never truncated';", hash='343f6144abdc7ce1ff694afdf7da0b49f2ba793d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_5b525', table='documents_register', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerentry',
            trigger=pgtrigger.compiler.Trigger(name='issued_line_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.kind = 'issued' AND (OLD.register_id IS DISTINCT FROM NEW.register_id OR OLD.number IS DISTINCT FROM NEW.number OR OLD.document_type IS DISTINCT FROM NEW.document_type OR OLD.symbol IS DISTINCT FROM NEW.symbol OR OLD.issued_on IS DISTINCT FROM NEW.issued_on OR OLD.summary IS DISTINCT FROM NEW.summary OR OLD.signer_name IS DISTINCT FROM NEW.signer_name OR OLD.kind IS DISTINCT FROM NEW.kind))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c5547258cc5144a2793f0bfd1887eb5ea618f726', operation='UPDATE', pgid='pgtrigger_issued_line_stays_73727', table='documents_registerentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerentry',
            trigger=pgtrigger.compiler.Trigger(name='line_and_paper', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE line documents_registerentry; paper documents_document;', func="\nSELECT * INTO line FROM documents_registerentry WHERE id = NEW.id;\nSELECT * INTO paper FROM documents_document WHERE entry_id = line.id ORDER BY id DESC LIMIT 1;\nIF FOUND AND line.voided_at IS NULL AND\n    (line.number, line.symbol, line.document_type, line.issued_on, line.summary, line.signer_name, line.kind)\n    IS DISTINCT FROM\n    (paper.number, paper.symbol, paper.document_type, paper.issued_on, paper.summary, paper.signer_name, paper.kind)\nTHEN\n    RAISE EXCEPTION 'line_says_what_its_paper_says: line % of the book contradicts paper %', line.id, paper.id\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n", hash='95e5c9bd68880e1cef12d7e80c92d7edf17b3379', operation='INSERT OR UPDATE', pgid='pgtrigger_line_and_paper_032a5', table='documents_registerentry', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerentry',
            trigger=pgtrigger.compiler.Trigger(name='book_and_lines', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE book documents_register; greatest integer; valid integer; given integer;', func="\nSELECT * INTO book FROM documents_register WHERE id = NEW.register_id;\nSELECT coalesce(max(number), 0), coalesce(max(number) FILTER (WHERE voided_at IS NULL), 0),\n       coalesce(max(number) FILTER (WHERE kind = 'issued'), 0)\n    INTO greatest, valid, given FROM documents_registerentry WHERE register_id = book.id;\nIF book.last_number < valid OR book.last_number > greatest OR (false AND book.last_number < given AND EXISTS (\n    SELECT FROM documents_issuer WHERE id = book.issuer_id AND numbering_mode = 'portal'))\nTHEN\n    RAISE EXCEPTION 'last_number_is_that_of_the_lines: book % says %, its lines %', book.id, book.last_number, valid\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NULL;\n", hash='e57de0aa8209fe5d888b7de3db4288e66fe7d816', operation='INSERT OR UPDATE', pgid='pgtrigger_book_and_lines_0e661', table='documents_registerentry', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerentry',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'papers and their book are never truncated';", hash='d5a9cffa15ee04619f21701ed218bf478081aa21', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e2718', table='documents_registerentry', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('status', 'issued')), models.Q(models.Q(('status', 'issued'), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='document_ended_on_a_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='papereffect',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='125bdf8d540e283034dc5c88d30dd76e37d3950f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_83dbc', table='documents_papereffect', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='papereffect',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'papers and their book are never truncated';", hash='6e4345365e6e13c45872c68270f831f18358decf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_9b589', table='documents_papereffect', when='BEFORE')),
        ),
    ]
