"""Who speaks when, step by step: activity, tracks, windows, vectors, clusters, labels, turns. Pure array code.

Two clocks are used. A *frame* is the segmentation network's: 16.875 ms. An *instant* is the voice features': 10 ms.
"""
