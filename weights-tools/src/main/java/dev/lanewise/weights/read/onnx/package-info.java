/**
 * The constants of ONNX models. An ONNX file is a protocol buffer; what is read of it, and the
 * rules of its wire format, are few enough to stand here.
 */
package dev.lanewise.weights.read.onnx;
