"""Tập hồ sơ: all papers of a dossier and its evidence as one PDF, with a front page, contents, bookmarks and page numbers.

`contents` says what is in it, `printing` makes it in a worker, `binder` is the process that reads files of others and
knows no Django; so nothing is imported here.
"""
