"""Reports as people get them: one table, shown as a page, CSV or XLSX.

What a cell is, is decided once, in ``table``; the others only write it down.
"""
