"""Graphs written by hand run in ONNX Runtime and are the same bytes each time."""

import numpy as np
import onnxruntime

from scribe_workers.models.graph import Graph


def polynomial() -> bytes:
    graph = Graph()
    square = graph.add("Mul", "x", "x")
    graph.add("Add", graph.add("Mul", square, graph.constant([3.0])), graph.constant([1.0]), name="y")
    return graph.finish("polynomial", inputs={"x": ("length",)}, outputs={"y": ("length",)})


def test_a_written_graph_computes_what_it_says() -> None:
    session = onnxruntime.InferenceSession(polynomial(), providers=["CPUExecutionProvider"])
    (result,) = session.run(["y"], {"x": np.array([0, 1, 2], np.float32)})
    assert result.tolist() == [1, 4, 13]


def test_the_same_graph_is_the_same_bytes() -> None:
    assert polynomial() == polynomial()


def test_a_constant_asked_for_twice_is_stored_once() -> None:
    graph = Graph()
    assert graph.constant([1.0, 2.0]) == graph.constant(np.array([1, 2]))
    assert graph.constant([1.0, 2.0]) != graph.constant([[1.0, 2.0]])
    assert graph.integers(1) != graph.constant([1.0])
