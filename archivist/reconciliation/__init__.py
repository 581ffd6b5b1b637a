"""This package asks a reconciliation service who a name may be, and never decides it.

Reconciliation Service API 0.2, final report of the W3C Entity Reconciliation Community Group of
2023, https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/, and 0.1,
which knows no `versions`. The draft of 1.0 sends other JSON to another address, and is refused by
name. Each module one thing:

    transport   bytes over HTTP: bounded, timed, tried again a few times
    service     manifest, queries and candidates: what may be in the bytes
    answers     the cache on disk: what was asked once is not asked again
    table       the CSV of `archivist authority propose`, before and after
    asking      all of it in a row

Only `archivist authority reconcile` uses it: no other command touches the network.
"""
