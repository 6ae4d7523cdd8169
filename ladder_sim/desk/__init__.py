"""The desk: what somebody who tries out policies has before him, as data, and how it changes. No widget stands here.

Owns: the state (scheme, changes, people, what stands beside), its history with undo, redo and named versions, what
differs in words, and the file and the link that hold it.

Must not: show anything, simulate, or know how it is served.

Enter by: `state.DeskState`, `history.DeskHistory`, `desk.Desk`, `written.written`, `reading.read`.
"""
