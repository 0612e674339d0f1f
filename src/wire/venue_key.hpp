#pragma once
// /api/venue-keys/: which key opens the account at the venue. The secret goes one way only.
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "wire/words.hpp"

namespace robson::wire {

struct VenueKeyRequest {
  std::string api_key{};
  std::string api_secret{};
};
BOOST_DESCRIBE_STRUCT(VenueKeyRequest, (), (api_key, api_secret))

enum class KeySource { entered, configuration };
BOOST_DESCRIBE_ENUM(KeySource, entered, configuration)

struct VenueKey {
  VenueKind kind{};
  std::string key{};
  KeySource source{};
  std::optional<std::string> entered_by{};
  std::optional<Timestamp> entered_at{};
  bool in_use = false;
};
BOOST_DESCRIBE_STRUCT(VenueKey, (), (kind, key, source, entered_by, entered_at, in_use))

struct VenueKeys {
  std::string venue{};
  VenueKind venue_kind{};
  bool connected = false;
  StreamState stream{};
  bool can_trade = false;
  bool can_short = false;
  bool offers_entry_lists = false;
  std::optional<std::string> trouble{};
  std::optional<Timestamp> as_of{};
  std::vector<VenueKey> keys{};
};
BOOST_DESCRIBE_STRUCT(VenueKeys, (),
                      (venue, venue_kind, connected, stream, can_trade, can_short, offers_entry_lists, trouble, as_of,
                       keys))

}  // namespace robson::wire
