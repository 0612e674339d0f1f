#include "cli/views/access.hpp"

#include <fmt/format.h>

#include "cli/figures.hpp"
#include "cli/views/fields.hpp"

namespace robson::cli {
namespace {

const std::vector<Field>& user_fields() {
  static const std::vector<Field> fields = {{"NAME", "username"},
                                            {"ROLE", "role"},
                                            {"ACTIVE", "active", Form::truth},
                                            {"SECOND FACTOR", "totp", Form::truth},
                                            {"SESSIONS", "sessions"},
                                            {"LAST LOGIN", "last_login", Form::time, true},
                                            {"SINCE", "created_at", Form::time, true}};
  return fields;
}

}  // namespace

std::string users_table(const json::Value& users, const Look& look) {
  return fields_table(rows_at(users, "users"), user_fields(), "No users.", look);
}

std::string user_lines(const json::Value& user, const Look& look) {
  return fields_table({&user}, user_fields(), "No user.", look);
}

std::string api_keys_table(const json::Value& keys, const Look& look) {
  return fields_table(rows_at(keys, "api_keys"),
                      {{"ID", "id"},
                       {"NAME", "name"},
                       {"KEY", "prefix"},
                       {"SCOPES", "scopes"},
                       {"EXPIRES", "expires_at", Form::time},
                       {"LAST USED", "last_used_at", Form::time, true},
                       {"REVOKED", "revoked_at", Form::time},
                       {"BY", "created_by", Form::text, true}},
                      "No API keys. Make one with: robson apikey add NAME --scope read", look);
}

std::string audit_table(const json::Value& entries, const Look& look) {
  return fields_table(rows_at(entries, "entries"),
                      {{"SEQ", "seq"},
                       {"TIME (UTC)", "at", Form::time},
                       {"USER", "user"},
                       {"ROLE", "role", Form::text, true},
                       {"ACTION", "action"},
                       {"TARGET", "target", Form::text, true},
                       {"OUTCOME", "outcome"},
                       {"FROM", "address", Form::text, true}},
                      "Nothing matches that filter.", look);
}

std::string audit_verdict_view(const json::Value& verdict, const Look& look) {
  const std::string entries = text_at(verdict, "entries");
  if (!is_true(verdict, "ok")) {
    return look.style.paint(Tone::bad, fmt::format("BROKEN at entry {}: {}", text_at(verdict, "fault.seq"),
                                                   clean(text_at(verdict, "fault.what")))) +
           '\n';
  }
  return fmt::format(
      "{}: {} entries, up to number {}\nHead: {}\nSigned by: {}\nKeep number and hash elsewhere: with "
      "--seq and --hash a tail that was cut off shows.\n",
      look.style.paint(Tone::good, "The chain holds"), entries, text_at(verdict, "head.seq"),
      clean(text_at(verdict, "head.hash")), clean(text_at(verdict, "head.public_key")));
}

}  // namespace robson::cli
