#include "accounts/sealed_box.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <vector>

#include "accounts/random.hpp"
#include "base/private_file.hpp"

namespace robson::accounts {
namespace {

constexpr std::string_view form = "v1.";
constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t longest_sealed = std::size_t{64} * 1024;
constexpr int base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
static_assert(key_size == 32 && nonce_size == 24);

std::string fault(const std::filesystem::path& file, std::string_view what) {
  return fmt::format("the master key in {} cannot be used: {}", file.string(), what);
}

// The name comes last, so that no two places have one text.
std::string place_of(const SealContext& context) {
  return fmt::format("{}:{}", context.tenant.value, context.name);
}

const unsigned char* bytes_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string to_base64(const std::string& raw) {
  std::string text(sodium_base64_encoded_len(raw.size(), base64), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(raw), raw.size(), base64);
  text.pop_back();  // the zero at its end
  return text;
}

Result<std::string, SealFault> from_base64(std::string_view text) {
  std::string raw(text.size(), '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(bytes_of(raw), raw.size(), text.data(), text.size(), nullptr, &size, &end, base64) != 0 ||
      end != text.data() + text.size()) {
    return Unexpected(SealFault::malformed);
  }
  raw.resize(size);
  return raw;
}

}  // namespace

Result<SealedBox, std::string> SealedBox::load_or_create(const std::filesystem::path& file) {
  start_sodium();
  if (!std::filesystem::exists(std::filesystem::symlink_status(file))) {
    std::string made(key_size, '\0');
    randombytes_buf(made.data(), made.size());
    const Secret key(std::move(made));
    if (auto written = write_private(file, key); !written) return Unexpected(fault(file, written.error()));
  }
  auto key = read_private(file);
  if (!key) return Unexpected(fault(file, key.error()));
  if (key->reveal().size() != key_size) {
    return Unexpected(fault(file, fmt::format("it has {} bytes where {} must be", key->reveal().size(), key_size)));
  }
  return SealedBox(std::move(*key));
}

std::string SealedBox::seal(const Secret& plain, const SealContext& context) const {
  const std::string& text = plain.reveal();
  const std::string place = place_of(context);
  std::string raw(nonce_size + text.size() + tag_size, '\0');
  randombytes_buf(raw.data(), nonce_size);
  unsigned long long size = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(raw) + nonce_size, &size, bytes_of(text), text.size(),
                                             bytes_of(place), place.size(), nullptr, bytes_of(raw),
                                             bytes_of(key_.reveal()));
  return std::string(form) + to_base64(raw);
}

Result<Secret, SealFault> SealedBox::open(std::string_view sealed, const SealContext& context) const {
  if (sealed.substr(0, form.size()) != form || sealed.size() > longest_sealed) return Unexpected(SealFault::malformed);
  const auto raw = from_base64(sealed.substr(form.size()));
  if (!raw) return Unexpected(raw.error());
  if (raw->size() < nonce_size + tag_size) return Unexpected(SealFault::malformed);
  const std::string place = place_of(context);
  std::string plain(raw->size() - nonce_size - tag_size, '\0');
  unsigned long long size = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(plain), &size, nullptr, bytes_of(*raw) + nonce_size,
                                                 raw->size() - nonce_size, bytes_of(place), place.size(),
                                                 bytes_of(*raw), bytes_of(key_.reveal())) != 0) {
    return Unexpected(SealFault::does_not_open);
  }
  return Secret(std::move(plain));
}

}  // namespace robson::accounts
