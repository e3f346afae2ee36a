"""`./manage.sh eval`: how right, how fast and how large the product (or anything else) is on recordings with references.

Three Pythons take part. The product's own leads, and runs the product; the scoring tools live in an environment of their
own, and so do the systems compared with. Modules that the others load too (`outcome`, `references`, `normalisation`,
`scores` and what begins with `score_`) therefore use the standard library and the scoring tools only.
"""
