"""Writes ONNX graphs by hand: constants and operators go in, a model file comes out, always the same bytes.

This is all that is needed to carry a network from a checkpoint to ONNX Runtime without PyTorch: the network is written
down once more as the operators it consists of, and the numbers are put in.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx

OPSET = 17
"""Version of the operators: the oldest that has all we use, so that old runtimes can read the file."""

IR_VERSION = 9


class Graph:
    """An ONNX graph being written. Values are known by name; every method returns the name of what it made."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        self._initializers: list[onnx.TensorProto] = []

    def constant(self, value: npt.ArrayLike, dtype: npt.DTypeLike = np.float32) -> str:
        """A constant. The same content asked for twice is stored once."""
        array = np.asarray(value, dtype=dtype, order="C")
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self._constants:
            name = f"constant_{len(self._constants)}"
            self._constants[key] = name
            self._initializers.append(onnx.numpy_helper.from_array(array, name))
        return self._constants[key]

    def integers(self, *values: int) -> str:
        """A constant list of integers, as operators take for axes and shapes."""
        return self.constant(values, np.int64)

    def add(self, operator: str, *inputs: str, name: str | None = None, **attributes: Any) -> str:
        """An operator applied to values; `name` names the result when it is an output of the graph."""
        result = name or f"{operator.lower()}_{len(self._nodes)}"
        self._nodes.append(onnx.helper.make_node(operator, list(inputs), [result], name=result, **attributes))
        return result

    def finish(
        self, title: str, inputs: Mapping[str, Sequence[int | str]], outputs: Mapping[str, Sequence[int | str]]
    ) -> bytes:
        """The model file. Shapes take a name where the length is free; every input and output is float32."""
        body = onnx.helper.make_graph(
            self._nodes,
            title,
            [_float(name, shape) for name, shape in inputs.items()],
            [_float(name, shape) for name, shape in outputs.items()],
            self._initializers,
        )
        model = onnx.helper.make_model(body, opset_imports=[onnx.helper.make_opsetid("", OPSET)])
        model.ir_version = IR_VERSION
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))


def _float(name: str, shape: Sequence[int | str]) -> onnx.ValueInfoProto:
    return onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, list(shape))
