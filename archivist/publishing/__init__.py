"""This package keeps a store of linked data in step with records: a named graph an article.

`graphs` makes what is sent, `servers` knows where, `line` and `endpoint` speak HTTP, `asking` asks
what is there, `sending` sends, and `spool` holds between the plan and the sending.
"""
