"""Finished work kept on disk: a run in a file, many in a folder, read back without pickle and checked byte by byte."""
