#include "venues/binance/node.hpp"

namespace robson::venues::binance {
namespace {
// What accessors read on from after a fault.
const json::Value nothing{};
constexpr std::int64_t last_ms = 253'402'300'799'999;  // end of the year 9999
}  // namespace

bool Node::has(std::string_view member) const {
  const json::Value* found = value_->find(member);
  return value_->kind == json::Kind::object && found != nullptr && found->kind != json::Kind::null;
}

Node Node::at(std::string_view member) const {
  const json::Path place{&path_, member};
  if (value_->kind != json::Kind::object) {
    reading_->note(json::fault(path_, "an object", *value_));
    return {nothing, *reading_, place};
  }
  const json::Value* found = nullptr;
  for (const json::Value& child : value_->children) {
    if (child.key != member) continue;
    if (found != nullptr) reading_->note(json::Fault{place.text(), "given once", "given twice"});
    found = &child;
  }
  if (found == nullptr) {
    reading_->note(json::Fault{place.text(), "present", "missing"});
    return {nothing, *reading_, place};
  }
  return {*found, *reading_, place};
}

Node Node::item(std::size_t index) const {
  const json::Path place{&path_, {}, index};
  if (index >= expect_array()) {
    reading_->note(json::Fault{place.text(), "present", "missing"});
    return {nothing, *reading_, place};
  }
  return {value_->children[index], *reading_, place};
}

std::size_t Node::expect_array() const {
  if (value_->kind == json::Kind::array) return value_->children.size();
  reading_->note(json::fault(path_, "an array", *value_));
  return 0;
}

Decimal Node::decimal() const {
  Decimal value;
  reading_->note(json::read_decimal(*value_, value, path_));
  return value;
}

Price Node::price() const {
  const Decimal value = decimal();
  if (value.is_negative()) refuse("a price of 0 or more");
  return {value};
}

Quantity Node::quantity() const {
  const Decimal value = decimal();
  if (value.is_negative()) refuse("a quantity of 0 or more");
  return {value};
}

Money Node::money() const {
  return {decimal()};
}

std::int64_t Node::integer() const {
  std::int64_t value = 0;
  reading_->note(json::read_integer(*value_, value, path_));
  return value;
}

Timestamp Node::time_ms() const {
  const std::int64_t ms = integer();
  if (ms >= 0 && ms <= last_ms) return Timestamp::from_ms(ms);
  refuse("epoch milliseconds");
  return {};
}

bool Node::flag() const {
  bool value = false;
  reading_->note(json::read_value(*value_, value, json::Unknown::ignored, path_));
  return value;
}

std::string Node::text() const {
  std::string value;
  reading_->note(json::read_text(*value_, value, path_));
  return value;
}

Symbol Node::symbol() const {
  auto parsed = value_->kind == json::Kind::text ? Symbol::parse(value_->text) : std::nullopt;
  if (parsed) return *parsed;
  refuse("a symbol of 1 to 32 letters and digits");
  return {};
}

}  // namespace robson::venues::binance
