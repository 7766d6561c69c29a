"""The array types of this package."""

import numpy as np
import numpy.typing as npt

__all__ = ["Matrix", "Vector"]

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]
