#include "reference_bot/shell/admin_key.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>

#include "base/ensure.hpp"

namespace robson::reference_bot {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t shortest = 8;
constexpr std::size_t longest = 256;

std::string fault(const std::filesystem::path& file, std::string_view why) {
  return fmt::format("the key in {} cannot be used: {}", file.string(), why);
}

}  // namespace

std::string random_hex(std::size_t bytes) {
  std::string raw(bytes, '\0');
  const auto got = ::getrandom(raw.data(), raw.size(), 0);
  ensure(got == static_cast<ssize_t>(raw.size()), "the system has no randomness");
  std::string hex;
  for (const char c : raw) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

Result<Secret, std::string> key_in_file(const std::filesystem::path& file) {
  const auto text = read_private(file);
  if (!text) return Unexpected(fault(file, text.error()));
  std::string key = text->reveal();
  while (!key.empty() && (key.back() == '\n' || key.back() == '\r')) key.pop_back();
  const bool sound = key.size() >= shortest && key.size() <= longest &&
                     std::ranges::all_of(key, [](char c) { return c > ' ' && c < 127; });
  if (!sound) return Unexpected(fault(file, "a key is 8 to 256 printable characters without blanks, on one line"));
  return Secret(std::move(key));
}

Result<Secret, std::string> admin_key_in(const std::filesystem::path& file) {
  std::error_code failed;
  if (!std::filesystem::exists(std::filesystem::symlink_status(file, failed))) {
    const Secret fresh(random_hex(key_bytes) + "\n");
    if (auto written = write_private(file, fresh); !written) return Unexpected(fault(file, written.error()));
  }
  return key_in_file(file);
}

}  // namespace robson::reference_bot
