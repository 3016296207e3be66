"""Workbooks that go out of the office: to BPJS Ketenagakerjaan, to Dukcapil, to whoever signs the decree.

Frames of the published snapshot go in; what comes out is told by counts alone, for the workbooks name people.
"""
