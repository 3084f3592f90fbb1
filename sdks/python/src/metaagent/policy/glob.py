"""Globs over names of tools: `*` is any number of characters, `?` is one code point."""


def glob_matches(glob: str, name: str) -> bool:
    """Whether the whole name matches, case-sensitively, in at most len(glob) * len(name) steps."""
    at = position = 0
    star, resume = -1, 0
    while position < len(name):
        if at < len(glob) and glob[at] == "*":
            star, resume = at, position
            at += 1
        elif at < len(glob) and glob[at] in ("?", name[position]):
            at += 1
            position += 1
        elif star >= 0:
            resume += 1
            at, position = star + 1, resume
        else:
            return False
    return all(char == "*" for char in glob[at:])
