"""How each language writes numbers and dates where Django does it: `|date`, forms, numbers in templates.

uk and ru write the year as "2026 року", "2026 года": the abbreviations "р." and "г." end in a full stop, which doubles that of
a sentence ("до 5 листопада 2026 р.."). No-break spaces keep a date on one line.
"""
