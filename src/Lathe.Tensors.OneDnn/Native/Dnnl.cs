using System.Runtime.InteropServices;

namespace Lathe.Tensors.OneDnn.Native;

/// <summary>The functions of oneDNN 2.x's C API that Lathe calls; every int result is a <see cref="DnnlStatus"/>.</summary>
internal static unsafe partial class Dnnl
{
    public const string Library = "libdnnl.so.2";

    [LibraryImport(Library, EntryPoint = "dnnl_version")]
    public static partial DnnlVersion* Version();

    [LibraryImport(Library, EntryPoint = "dnnl_get_effective_cpu_isa")]
    public static partial int GetEffectiveCpuIsa();

    [LibraryImport(Library, EntryPoint = "dnnl_engine_create")]
    public static partial DnnlStatus EngineCreate(out nint engine, int kind, nuint index);

    [LibraryImport(Library, EntryPoint = "dnnl_engine_destroy")]
    public static partial DnnlStatus EngineDestroy(nint engine);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_create")]
    public static partial DnnlStatus StreamCreate(out nint stream, nint engine, uint flags);

    [LibraryImport(Library, EntryPoint = "dnnl_stream_destroy")]
    public static partial DnnlStatus StreamDestroy(nint stream);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_init_by_tag")]
    public static partial DnnlStatus MemoryDescInitByTag(MemoryDescription* description, int rank, long* dimensions, int type, int tag);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_init_by_strides")]
    public static partial DnnlStatus MemoryDescInitByStrides(MemoryDescription* description, int rank, long* dimensions, int type, long* strides);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_get_size")]
    public static partial nuint MemoryDescGetSize(MemoryDescription* description);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_desc_equal")]
    public static partial int MemoryDescEqual(MemoryDescription* left, MemoryDescription* right);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_create")]
    public static partial DnnlStatus MemoryCreate(out nint memory, MemoryDescription* description, nint engine, void* handle);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_set_data_handle")]
    public static partial DnnlStatus MemorySetDataHandle(nint memory, void* handle);

    [LibraryImport(Library, EntryPoint = "dnnl_memory_destroy")]
    public static partial DnnlStatus MemoryDestroy(nint memory);

    [LibraryImport(Library, EntryPoint = "dnnl_post_ops_create")]
    public static partial DnnlStatus PostOpsCreate(out nint operations);

    [LibraryImport(Library, EntryPoint = "dnnl_post_ops_append_sum")]
    public static partial DnnlStatus PostOpsAppendSum(nint operations, float scale);

    [LibraryImport(Library, EntryPoint = "dnnl_post_ops_append_eltwise")]
    public static partial DnnlStatus PostOpsAppendEltwise(nint operations, float scale, int algorithm, float alpha, float beta);

    [LibraryImport(Library, EntryPoint = "dnnl_post_ops_destroy")]
    public static partial DnnlStatus PostOpsDestroy(nint operations);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_attr_create")]
    public static partial DnnlStatus PrimitiveAttrCreate(out nint attributes);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_attr_set_post_ops")]
    public static partial DnnlStatus PrimitiveAttrSetPostOps(nint attributes, nint operations);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_attr_destroy")]
    public static partial DnnlStatus PrimitiveAttrDestroy(nint attributes);

    [LibraryImport(Library, EntryPoint = "dnnl_dilated_convolution_forward_desc_init")]
    public static partial DnnlStatus ConvolutionForwardDescInit(OperationDescription* operation, int propagation, int algorithm, MemoryDescription* source, MemoryDescription* weights, MemoryDescription* bias, MemoryDescription* destination, long* strides, long* dilates, long* padBegin, long* padEnd);

    [LibraryImport(Library, EntryPoint = "dnnl_dilated_convolution_backward_data_desc_init")]
    public static partial DnnlStatus ConvolutionBackwardDataDescInit(OperationDescription* operation, int algorithm, MemoryDescription* source, MemoryDescription* weights, MemoryDescription* destination, long* strides, long* dilates, long* padBegin, long* padEnd);

    [LibraryImport(Library, EntryPoint = "dnnl_dilated_convolution_backward_weights_desc_init")]
    public static partial DnnlStatus ConvolutionBackwardWeightsDescInit(OperationDescription* operation, int algorithm, MemoryDescription* source, MemoryDescription* weights, MemoryDescription* bias, MemoryDescription* destination, long* strides, long* dilates, long* padBegin, long* padEnd);

    [LibraryImport(Library, EntryPoint = "dnnl_matmul_desc_init")]
    public static partial DnnlStatus MatMulDescInit(OperationDescription* operation, MemoryDescription* source, MemoryDescription* weights, MemoryDescription* bias, MemoryDescription* destination);

    [LibraryImport(Library, EntryPoint = "dnnl_pooling_v2_forward_desc_init")]
    public static partial DnnlStatus PoolingForwardDescInit(OperationDescription* operation, int propagation, int algorithm, MemoryDescription* source, MemoryDescription* destination, long* strides, long* kernel, long* dilation, long* padBegin, long* padEnd);

    [LibraryImport(Library, EntryPoint = "dnnl_pooling_v2_backward_desc_init")]
    public static partial DnnlStatus PoolingBackwardDescInit(OperationDescription* operation, int algorithm, MemoryDescription* source, MemoryDescription* destination, long* strides, long* kernel, long* dilation, long* padBegin, long* padEnd);

    [LibraryImport(Library, EntryPoint = "dnnl_softmax_v2_forward_desc_init")]
    public static partial DnnlStatus SoftmaxForwardDescInit(OperationDescription* operation, int propagation, int algorithm, MemoryDescription* source, MemoryDescription* destination, int axis);

    [LibraryImport(Library, EntryPoint = "dnnl_softmax_v2_backward_desc_init")]
    public static partial DnnlStatus SoftmaxBackwardDescInit(OperationDescription* operation, int algorithm, MemoryDescription* gradientSource, MemoryDescription* gradientDestination, MemoryDescription* destination, int axis);

    [LibraryImport(Library, EntryPoint = "dnnl_batch_normalization_forward_desc_init")]
    public static partial DnnlStatus BatchNormalizationForwardDescInit(OperationDescription* operation, int propagation, MemoryDescription* data, float epsilon, uint flags);

    [LibraryImport(Library, EntryPoint = "dnnl_batch_normalization_backward_desc_init")]
    public static partial DnnlStatus BatchNormalizationBackwardDescInit(OperationDescription* operation, int propagation, MemoryDescription* gradient, MemoryDescription* data, float epsilon, uint flags);

    [LibraryImport(Library, EntryPoint = "dnnl_layer_normalization_forward_desc_init")]
    public static partial DnnlStatus LayerNormalizationForwardDescInit(OperationDescription* operation, int propagation, MemoryDescription* data, MemoryDescription* statistics, float epsilon, uint flags);

    [LibraryImport(Library, EntryPoint = "dnnl_layer_normalization_backward_desc_init")]
    public static partial DnnlStatus LayerNormalizationBackwardDescInit(OperationDescription* operation, int propagation, MemoryDescription* gradient, MemoryDescription* data, MemoryDescription* statistics, float epsilon, uint flags);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_create")]
    public static partial DnnlStatus PrimitiveDescCreate(out nint description, OperationDescription* operation, nint attributes, nint engine, nint forwardHint);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_iterator_create")]
    public static partial DnnlStatus PrimitiveDescIteratorCreate(out nint iterator, OperationDescription* operation, nint attributes, nint engine, nint forwardHint);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_iterator_next")]
    public static partial DnnlStatus PrimitiveDescIteratorNext(nint iterator);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_iterator_fetch")]
    public static partial nint PrimitiveDescIteratorFetch(nint iterator);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_iterator_destroy")]
    public static partial DnnlStatus PrimitiveDescIteratorDestroy(nint iterator);

    [LibraryImport(Library, EntryPoint = "dnnl_reorder_primitive_desc_create")]
    public static partial DnnlStatus ReorderPrimitiveDescCreate(out nint description, MemoryDescription* source, nint sourceEngine, MemoryDescription* destination, nint destinationEngine, nint attributes);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_query_md")]
    public static partial MemoryDescription* PrimitiveDescQueryMd(nint description, int what, int index);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_query")]
    public static partial DnnlStatus PrimitiveDescQuery(nint description, int what, int index, void* result);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_desc_destroy")]
    public static partial DnnlStatus PrimitiveDescDestroy(nint description);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_create")]
    public static partial DnnlStatus PrimitiveCreate(out nint primitive, nint description);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_execute")]
    public static partial DnnlStatus PrimitiveExecute(nint primitive, nint stream, int count, ExecutionArgument* arguments);

    [LibraryImport(Library, EntryPoint = "dnnl_primitive_destroy")]
    public static partial DnnlStatus PrimitiveDestroy(nint primitive);

    [LibraryImport(Library, EntryPoint = "dnnl_sgemm")]
    public static partial DnnlStatus Sgemm(byte transposeA, byte transposeB, long m, long n, long k, float alpha, float* a, long leadingA, float* b, long leadingB, float beta, float* c, long leadingC);
}
