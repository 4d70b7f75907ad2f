#!/usr/bin/env python3
"""Rewrites the Compile lines of every firmware/*/*.nfproj from the source files in its folder.

Run it after adding, renaming or removing a source file; a rule test fails until the list is right."""
import glob
import os
import re

FIRMWARE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


def sources(folder):
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in ("bin", "obj"))
        for name in sorted(files):
            if name.endswith(".cs"):
                yield os.path.relpath(os.path.join(where, name), folder).replace("/", "\\")


def rewrite(project):
    with open(project, encoding="utf-8") as f:
        text = f.read()
    lines = "".join(f'    <Compile Include="{s}" />\n' for s in sorted(sources(os.path.dirname(project))))
    start = text.index("    <Compile ")
    end = text.index("  </ItemGroup>", start)
    assert re.fullmatch(r'(    <Compile Include="[^"]+" />\n)+', text[start:end])
    with open(project, "w", encoding="utf-8", newline="\n") as f:
        f.write(text[:start] + lines + text[end:])


def main():
    for project in sorted(glob.glob(os.path.join(FIRMWARE, "*", "*.nfproj"))):
        rewrite(project)


if __name__ == "__main__":
    main()
