#include "cli/views/fields.hpp"

#include <fmt/format.h>

#include <charconv>

#include "cli/figures.hpp"
#include "cli/table.hpp"

namespace robson::cli {
namespace {

std::string joined(const json::Value& list) {
  std::string text;
  for (const json::Value& one : list.children) text += (text.empty() ? "" : ", ") + clean(one.text);
  return text.empty() ? "none" : text;
}

std::string figure_text(Decimal value, Form form, const Style& style) {
  switch (form) {
    case Form::dollars: return money(value, "USD", style);
    case Form::gain: return style.paint(tone_of(value), money(value, "USD", style, Sign::always));
    case Form::percent: {
      const Decimal hundred = multiply(value, Decimal::integer(100), Rounding::half_away_from_zero);
      return percent(json::Fixed{hundred, 2}, style, Sign::minus_only);
    }
    default: return amount(value);
  }
}

bool is_number(Form form) {
  return form == Form::figure || form == Form::dollars || form == Form::gain || form == Form::percent;
}

}  // namespace

const json::Value* member_of(const json::Value& document, std::string_view path) {
  const json::Value* at = &document;
  while (at != nullptr && !path.empty()) {
    const auto dot = path.find('.');
    at = at->find(path.substr(0, dot));
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
  }
  return at;
}

std::string text_at(const json::Value& document, std::string_view path) {
  const json::Value* found = member_of(document, path);
  return found == nullptr ? std::string{} : found->text;
}

std::string quantity_at(const json::Value& document, std::string_view path, const Style& style) {
  const auto value = Decimal::parse(text_at(document, path));
  if (!value) return std::string(style.unknown());
  const auto contract_size = Decimal::parse(text_at(document, "contract_size"));
  return quantity_in(*value, text_at(document, "base_asset"), contract_size.value_or(Decimal::integer(1)), style);
}

bool is_true(const json::Value& document, std::string_view path) {
  const json::Value* found = member_of(document, path);
  return found != nullptr && found->truth;
}

std::vector<const json::Value*> rows_at(const json::Value& document, std::string_view path) {
  std::vector<const json::Value*> rows;
  const json::Value* list = member_of(document, path);
  if (list == nullptr || list->kind != json::Kind::array) return rows;
  for (const json::Value& row : list->children) rows.push_back(&row);
  return rows;
}

std::string field_text(const json::Value& document, const Field& field, const Style& style) {
  const json::Value* found = member_of(document, field.path);
  if (found == nullptr || found->kind == json::Kind::null) return std::string(style.unknown());
  if (found->kind == json::Kind::boolean) return found->truth ? "yes" : "no";
  if (found->kind == json::Kind::array) return joined(*found);
  if (is_number(field.form)) {
    const auto value = Decimal::parse(found->text);
    return value ? figure_text(*value, field.form, style) : clean(found->text);
  }
  if (field.form == Form::time) {
    const auto time = parse_time(found->text);
    return time ? moment(*time) : clean(found->text);
  }
  if (field.form == Form::age) {
    std::int64_t ms = 0;
    const auto parsed = std::from_chars(found->text.data(), found->text.data() + found->text.size(), ms);
    return parsed.ec == std::errc{} ? age(std::chrono::milliseconds(ms)) : clean(found->text);
  }
  return clean(found->text);
}

std::string fields_table(const std::vector<const json::Value*>& rows, const std::vector<Field>& fields,
                         std::string_view nothing, const Look& look) {
  if (rows.empty()) return std::string(nothing) + '\n';
  std::vector<Column> columns;
  columns.reserve(fields.size());
  for (const Field& field : fields) {
    columns.push_back(
        {std::string(field.heading), is_number(field.form) ? Align::right : Align::left, field.may_be_left_out});
  }
  Table table(std::move(columns));
  for (const json::Value* row : rows) {
    std::vector<std::string> cells;
    cells.reserve(fields.size());
    for (const Field& field : fields) cells.push_back(field_text(*row, field, look.style));
    table.add(std::move(cells));
  }
  return table.text(look.style, look.headings);
}

std::vector<std::string> field_lines(const json::Value& document, const std::vector<Field>& fields,
                                     const Style& style) {
  std::vector<std::string> lines;
  lines.reserve(fields.size());
  for (const Field& field : fields) {
    lines.push_back(fmt::format("{}: {}", field.heading, field_text(document, field, style)));
  }
  return lines;
}

}  // namespace robson::cli
