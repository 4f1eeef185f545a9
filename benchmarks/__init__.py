"""What was measured, and how to measure it again."""

import os

# Said before LightGBM loads its OpenMP: threads that wait for each other by spinning take the cores from whoever works.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
