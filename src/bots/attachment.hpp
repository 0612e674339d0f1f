#pragma once
// Which bots are attached: read from the settings bots.attach and bots.key_file.
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "net/http.hpp"

namespace robson::bots {

struct Attachment {
  std::string name{};  // 1 to 32 of a-z, 0-9, _ and -, the first a letter or digit
  TenantId tenant{1};
  net::Url url{};
  Secret key{};
  bool is_default = false;  // of its tenant: the one called `default`, else the first
};

// "NAME=URL" or "NAME@CLIENT=URL" each. The error is one sentence.
Result<std::vector<Attachment>, std::string> read_attachments(const std::vector<std::string>& texts);

// Gives each bot its key. `text`: lines "NAME KEY" (or "NAME@CLIENT KEY"), or one line with a key for all. Empty lines
// and those that begin with # are passed over. A bot without a key is a fault.
Result<void, std::string> give_keys(std::vector<Attachment>& bots, const Secret& text);

bool is_bot_name(std::string_view text);

}  // namespace robson::bots
