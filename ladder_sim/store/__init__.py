"""Finished work kept on disk: a run in a file, many in a folder, read back without pickle and checked byte by byte.

Owns: the form of a kept run, its version and its checksums, and which kept work answers which question.
Must not: play, judge or phrase a result; read a file with anything that could run code.
Enter by: `run_file.save_run`, `run_file.load_run`, `folder.Store`.

- `run_file`: a run in a file; `readings`: measures of a scheme in many worlds in a file.
- `folder`: many of both, found by what decides their numbers.
"""
