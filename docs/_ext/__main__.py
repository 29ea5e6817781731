"""Write what the reference tells of the code into its pages: ``python -m docs._ext``."""

from docs._ext.pages import DOCS, write

for page in write():
    print(f"written: docs/{page.relative_to(DOCS)}")
