#pragma once
// Documents as a person reads them, by the names of their members: a table of rows, or a card of one. What is missing
// or null is shown as unknown. Pure.
#include <string>
#include <string_view>
#include <vector>

#include "cli/page.hpp"

namespace robson::cli {

// How a member is written.
enum class Form {
  text,     // as it is; a list with commas between
  figure,   // grouped, at least two significant digits
  dollars,  // "$1,250.00"
  gain,     // "+$1,250.00", green or red
  percent,  // of a fraction: 0.0213 is "2.13%"
  time,     // "2026-01-02 03:04:05 UTC"
  age,      // of milliseconds: "0.4 s"
  truth     // "yes" or "no"
};
struct Field {
  std::string_view heading{};
  std::string_view path{};  // "asgard.debt_usd"
  Form form = Form::text;
  bool may_be_left_out = false;  // of a table that does not fit
};

// The member of a member: "bot.state"; nullptr when it is not there.
const json::Value* member_of(const json::Value& document, std::string_view path);
// Its text; empty when it is missing or null.
std::string text_at(const json::Value& document, std::string_view path);
// A quantity with every digit, in the unit that the document's base_asset and contract_size tell.
std::string quantity_at(const json::Value& document, std::string_view path, const Style& style);
bool is_true(const json::Value& document, std::string_view path);
// The elements of a member that is a list.
std::vector<const json::Value*> rows_at(const json::Value& document, std::string_view path);

std::string field_text(const json::Value& document, const Field& field, const Style& style);
// `nothing` is said when there are no rows.
std::string fields_table(const std::vector<const json::Value*>& rows, const std::vector<Field>& fields,
                         std::string_view nothing, const Look& look);
// "Heading: value", a line each.
std::vector<std::string> field_lines(const json::Value& document, const std::vector<Field>& fields, const Style& style);

}  // namespace robson::cli
