#include "accounts/signing_keys.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <optional>

#include "accounts/random.hpp"
#include "base/private_file.hpp"

namespace robson::accounts {
namespace {

std::string fault(const std::filesystem::path& file, std::string_view what) {
  return fmt::format("the signing keys in {} cannot be used: {}", file.string(), what);
}

SigningKey new_key() {
  start_sodium();
  std::string raw(32, '\0');
  randombytes_buf(raw.data(), raw.size());
  return {.id = random_hex(8), .bytes = Secret(std::move(raw))};
}

Secret text_of(const std::vector<SigningKey>& keys) {
  std::string text;
  for (const auto& key : keys) text += key.id + ' ' + hex(key.bytes.reveal()) + '\n';
  return Secret(std::move(text));
}

std::optional<SigningKey> parse_line(std::string_view line) {
  const auto blank = line.find(' ');
  if (blank == 0 || blank == std::string_view::npos || blank > 64) return {};
  const auto digits = line.substr(blank + 1);
  std::string raw(32, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (digits.size() != 64 || sodium_hex2bin(reinterpret_cast<unsigned char*>(raw.data()), raw.size(), digits.data(),
                                            digits.size(), nullptr, &size, &end) != 0) {
    return {};
  }
  if (size != 32 || end != digits.data() + digits.size()) return {};
  return SigningKey{.id = std::string(line.substr(0, blank)), .bytes = Secret(std::move(raw))};
}

Result<std::vector<SigningKey>, std::string> parse(const std::filesystem::path& file, std::string_view text) {
  std::vector<SigningKey> keys;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto key = parse_line(text.substr(0, end));
    if (!key || end == std::string_view::npos || keys.size() == keys_kept) {
      return Unexpected(fault(file, fmt::format("line {} is not a key", keys.size() + 1)));
    }
    keys.push_back(*key);
    text.remove_prefix(end + 1);
  }
  if (keys.empty()) return Unexpected(fault(file, "there is no key in it"));
  return keys;
}

}  // namespace

Result<SigningKeys, std::string> SigningKeys::load_or_create(std::filesystem::path file) {
  start_sodium();
  if (!std::filesystem::exists(std::filesystem::symlink_status(file))) {
    std::vector<SigningKey> first;
    first.push_back(new_key());
    if (auto written = write_private(file, text_of(first)); !written) return Unexpected(fault(file, written.error()));
  }
  const auto text = read_private(file);
  if (!text) return Unexpected(fault(file, text.error()));
  auto keys = parse(file, text->reveal());
  if (!keys) return Unexpected(std::move(keys).error());
  return SigningKeys(std::move(file), std::move(*keys));
}

Result<void, std::string> SigningKeys::rotate() {
  std::vector<SigningKey> keys;
  keys.push_back(new_key());
  keys.insert(keys.end(), keys_.begin(), keys_.end());
  if (keys.size() > keys_kept) keys.resize(keys_kept);
  if (auto written = write_private(file_, text_of(keys)); !written) return Unexpected(fault(file_, written.error()));
  keys_ = std::move(keys);
  return {};
}

const SigningKey* SigningKeys::find(std::string_view id) const {
  for (const auto& key : keys_) {
    if (key.id == id) return &key;
  }
  return nullptr;
}

}  // namespace robson::accounts
