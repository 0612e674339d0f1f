#pragma once
#include <span>
#include <string_view>

namespace robson::cli {
// What a field of the API means, in one or two sentences.
struct FieldMeaning {
  std::string_view field{};
  std::string_view text{};
};
std::span<const FieldMeaning> field_meanings();
}  // namespace robson::cli
