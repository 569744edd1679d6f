"""What the database itself refuses, whoever asks: triggers on papers and on the book."""

import pgtrigger

# A line of the book says what its paper says; the paper that came last under the number speaks.
_LINE_AND_PAPER = """
SELECT * INTO line FROM documents_registerentry WHERE id = {line};
SELECT * INTO paper FROM documents_document WHERE entry_id = line.id ORDER BY id DESC LIMIT 1;
IF FOUND AND line.voided_at IS NULL AND
    (line.number, line.symbol, line.document_type, line.issued_on, line.summary, line.signer_name, line.kind)
    IS DISTINCT FROM
    (paper.number, paper.symbol, paper.document_type, paper.issued_on, paper.summary, paper.signer_name, paper.kind)
THEN
    RAISE EXCEPTION 'line_says_what_its_paper_says: line % of the book contradicts paper %', line.id, paper.id
        USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""

# The last number is that of the greatest valid line, or of a void one above it. It goes down only past numbers that the
# portal did not give itself.
_BOOK_AND_LINES = """
SELECT * INTO book FROM documents_register WHERE id = {book};
SELECT coalesce(max(number), 0), coalesce(max(number) FILTER (WHERE voided_at IS NULL), 0),
       coalesce(max(number) FILTER (WHERE kind = 'issued'), 0)
    INTO greatest, valid, given FROM documents_registerentry WHERE register_id = book.id;
IF book.last_number < valid OR book.last_number > greatest OR ({goes_down} AND book.last_number < given AND EXISTS (
    SELECT FROM documents_issuer WHERE id = book.issuer_id AND numbering_mode = 'portal'))
THEN
    RAISE EXCEPTION 'last_number_is_that_of_the_lines: book % says %, its lines %', book.id, book.last_number, valid
        USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""
_NUMBERS = [("greatest", "integer"), ("valid", "integer"), ("given", "integer")]


def never_truncated() -> pgtrigger.Trigger:
    """Refuse TRUNCATE, which no trigger on rows would see."""
    return pgtrigger.Trigger(
        name="no_truncate",
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'papers and their book are never truncated';",
    )


def never_deleted() -> pgtrigger.Trigger:
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


def never_changed() -> pgtrigger.Trigger:
    return pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)


def begins_as(status: str) -> pgtrigger.Trigger:
    """Refuse a row that begins in another state: what a procedure is for cannot be skipped."""
    return pgtrigger.Protect(
        name="begins_at_start", operation=pgtrigger.Insert, condition=~pgtrigger.Q(new__status=status)
    )


def end_stays(*columns: str, of: str) -> pgtrigger.Trigger:
    """Refuse to change what was written when the row left the state `of`, once it has left it."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return pgtrigger.Protect(
        name="end_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"OLD.status <> '{of}' AND ({changed})"),
    )


def line_says_what_its_paper_says(line: str) -> pgtrigger.Trigger:
    """Compare a line with its paper at commit; `line` is where the row names the line: NEW.id or NEW.entry_id."""
    return pgtrigger.Trigger(
        name="line_and_paper",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("line", "documents_registerentry"), ("paper", "documents_document")],
        func=_LINE_AND_PAPER.format(line=line),
    )


def last_number_is_that_of_the_lines(book: str, *, goes_down: str = "false") -> pgtrigger.Trigger:
    """Compare a book's last number with its lines at commit; `book` is NEW.id or NEW.register_id."""
    return pgtrigger.Trigger(
        name="book_and_lines",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("book", "documents_register"), *_NUMBERS],
        func=_BOOK_AND_LINES.format(book=book, goes_down=goes_down),
    )


def issued_line_stays(*columns: str) -> pgtrigger.Trigger:
    """Refuse to change these columns of a line that the portal itself issued."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return pgtrigger.Protect(
        name="issued_line_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"OLD.kind = 'issued' AND ({changed})"),
    )


def void_stays() -> pgtrigger.Trigger:
    """Refuse to take back, or to word anew, that a number is void."""
    return pgtrigger.Protect(
        name="void_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.voided_at IS NOT NULL AND"
            " (OLD.voided_at, OLD.void_reason) IS DISTINCT FROM (NEW.voided_at, NEW.void_reason)"
        ),
    )
