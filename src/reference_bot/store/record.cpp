#include "reference_bot/store/record.hpp"

#include <fmt/format.h>

#include "json/read.hpp"

namespace robson::reference_bot {
namespace {

constexpr std::size_t checksum_size = 16;
constexpr json::Limits line_limits{.bytes = std::size_t{64} << 20U, .depth = 8, .values = 1'000'000};

// FNV-1a, 64 bits (draft-eastlake-fnv, section 2): enough to tell a line that was cut or overwritten.
std::string checksum_of(std::string_view text) {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  return fmt::format("{:016x}", hash);
}

}  // namespace

std::string line_of(const Record& record) {
  const std::string text = json::text_of(record);
  return checksum_of(text) + " " + text + "\n";
}

Result<Record, std::string> record_of(std::string_view line) {
  if (line.size() <= checksum_size || line[checksum_size] != ' ') return Unexpected(std::string("it is no record"));
  const std::string_view text = line.substr(checksum_size + 1);
  if (checksum_of(text) != line.substr(0, checksum_size)) return Unexpected(std::string("its checksum is wrong"));
  auto record = json::read<Record>(text, json::Unknown::refused, line_limits);
  if (!record) return Unexpected(record.error().text());
  if (record->number <= 0) return Unexpected(std::string("its number is not positive"));
  return std::move(*record);
}

}  // namespace robson::reference_bot
