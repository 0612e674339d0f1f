#pragma once
namespace robson {
// How a venue's stream is: `silent` means that the connection stands and nothing comes through it.
enum class StreamState { connecting, live, silent, down };
}  // namespace robson
