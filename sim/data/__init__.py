"""What people bring: logs of tickets, reports of volumes and rosters, in whatever way they are written, as rows.

What a spreadsheet or another system makes of dates, numbers and names is found out here, and said. Nothing here runs in
compiled code.
"""
