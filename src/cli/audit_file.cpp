#include "cli/audit_file.hpp"

#include <openssl/evp.h>

#include <array>
#include <charconv>
#include <memory>
#include <vector>

#include "base/timestamp.hpp"
#include "json/tree.hpp"

namespace robson::cli {
namespace {

constexpr std::string_view no_hash = "0000000000000000000000000000000000000000000000000000000000000000";

std::string hex(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += digits[bytes[i] >> 4U];
    text += digits[bytes[i] & 15U];
  }
  return text;
}

std::optional<std::vector<unsigned char>> from_hex(std::string_view text, std::size_t count) {
  if (text.size() != 2 * count) return {};
  std::vector<unsigned char> bytes(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto pair = text.substr(2 * i, 2);
    const auto parsed = std::from_chars(pair.data(), pair.data() + 2, bytes[i], 16);
    if (parsed.ec != std::errc{} || parsed.ptr != pair.data() + 2) return {};
  }
  return bytes;
}

std::string sha256_hex(const std::string& bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) return {};
  return hex(digest.data(), size);
}

bool is_signed(const std::string& text, std::string_view signature, std::string_view public_key) {
  const auto proof = from_hex(signature, 64);
  const auto key = from_hex(public_key, 32);
  if (!proof || !key) return false;
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> open(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key->data(), key->size()), EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (!open || !context) return false;
  if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, open.get()) != 1) return false;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  return EVP_DigestVerify(context.get(), proof->data(), proof->size(), bytes, text.size()) == 1;
}

// A line's members, as texts.
struct Line {
  explicit Line(const json::Value& value) : document(value) {}
  const json::Value& document;
  std::string text(std::string_view name) const {
    const json::Value* found = document.find(name);
    return found == nullptr ? std::string{} : found->text;
  }
  std::int64_t number(std::string_view name) const {
    const std::string digits = text(name);
    std::int64_t value = -1;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }
  bool is_head() const { return document.find("signature") != nullptr; }
};

void add(std::string& out, std::string_view field) {
  out += std::to_string(field.size());
  out += ':';
  out += field;
}
void add_member(std::string& out, const Line& line, std::string_view name) {
  const json::Value* found = line.document.find(name);
  if (found == nullptr || found->kind == json::Kind::null) {
    out += '-';
  } else if (found->kind == json::Kind::object) {
    json::Value bare = *found;
    bare.key.clear();
    add(out, json::tree_text(bare));
  } else {
    add(out, found->text);
  }
}

std::string hash_of(const Line& line, std::int64_t client) {
  const auto at = parse_time(line.text("at")).value_or(Timestamp{});
  std::string bytes;
  add(bytes, "robson audit 1");
  add(bytes, std::to_string(client));
  add_member(bytes, line, "seq");
  add(bytes, std::to_string(at.us));
  for (const char* name :
       {"user", "role", "action", "target", "outcome", "status", "detail", "address", "correlation_id", "prev_hash"}) {
    add_member(bytes, line, name);
  }
  return sha256_hex(bytes);
}

class Walk {
 public:
  Walk(std::int64_t client, const std::optional<KeptHead>& kept) : client_(client), kept_(kept) {}

  std::optional<AuditFault> entry(const Line& line) {
    const std::int64_t expected = before_.seq + 1;
    const std::string hash = line.text("hash");
    if (line.number("seq") != expected) return AuditFault{expected, "That entry is missing."};
    if (line.text("prev_hash") != before_.hash) {
      return AuditFault{expected, "The entry does not follow the one before it."};
    }
    if (hash != hash_of(line, client_)) {
      return AuditFault{expected, "The entry is not what its hash was made of, or it is another client's."};
    }
    if (kept_ && kept_->seq == expected && kept_->hash != hash) {
      return AuditFault{expected, "The entry is not the one of the kept head."};
    }
    before_ = {expected, hash};
    return {};
  }
  std::optional<AuditFault> head(const Line& line, const std::optional<std::string>& public_key) const {
    if (line.number("seq") != before_.seq || line.text("hash") != before_.hash) {
      return AuditFault{before_.seq + 1, "The entries from here to the signed head are missing."};
    }
    if (public_key && *public_key != line.text("public_key")) {
      return AuditFault{0, "The head is signed by another key than the one that you named."};
    }
    const std::string text = line.text("seq") + '\n' + line.text("hash") + '\n' + line.text("at");
    if (!is_signed(text, line.text("signature"), line.text("public_key"))) {
      return AuditFault{0, "The signature of the head is not good."};
    }
    if (kept_ && kept_->seq > before_.seq) {
      return AuditFault{before_.seq + 1, "The entries from here to the kept head are missing."};
    }
    return {};
  }
  const KeptHead& last() const { return before_; }

 private:
  std::int64_t client_;
  std::optional<KeptHead> kept_;
  KeptHead before_{0, std::string(no_hash)};
};

}  // namespace

Result<AuditProof, AuditFault> prove_audit(std::string_view text, std::int64_t client,
                                           const std::optional<KeptHead>& kept,
                                           const std::optional<std::string>& public_key) {
  Walk walk(client, kept);
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line_text = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const auto parsed = json::parse(line_text);
    if (!parsed) return Unexpected(AuditFault{walk.last().seq + 1, "That line is no entry: " + parsed.error().text()});
    const Line line(*parsed);
    if (!line.is_head()) {
      if (auto fault = walk.entry(line)) return Unexpected(std::move(*fault));
      continue;
    }
    if (auto fault = walk.head(line, public_key)) return Unexpected(std::move(*fault));
    if (!text.empty()) return Unexpected(AuditFault{walk.last().seq + 1, "There are lines behind the signed head."});
    return AuditProof{walk.last().seq, walk.last(), line.text("public_key")};
  }
  return Unexpected(AuditFault{walk.last().seq + 1, "The signed head is missing: the end of the file was cut off."});
}

}  // namespace robson::cli
