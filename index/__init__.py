"""From a statement to ranked, citable sentences.

Usable as a library: knows nothing of `bot`, of HTTP or of databases.
"""

import os

# what numpy multiplies here is small: threads of its own would only spin in the way of the models'
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
