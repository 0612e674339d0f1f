#pragma once
// A parsed tree as JSON text again: numbers as they came, members in their order.
#include <string>

#include "json/value.hpp"

namespace robson::json {

// `indent` columns deep, two more for each level; below 0: one line.
void append_tree(std::string& out, const Value& value, int indent = -1);
// On one line.
std::string tree_text(const Value& value);

}  // namespace robson::json
