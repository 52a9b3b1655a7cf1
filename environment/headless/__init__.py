"""What environment/run does with notebooks without a person at them.

parameters: how are values set?    execution: how does a notebook run?    measured: what differs from run to run?
pages: how does a notebook become a page, and pages a site?    comparison: did it say the same as before?
"""
