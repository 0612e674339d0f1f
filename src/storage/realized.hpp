#pragma once
// What the fills of a span of time realised: of an exit what it gained on the entry's average, and of each fill its
// fee. That of a part which was closed counts on the day of its fill, whenever the rest is closed.
#include "storage/closed_trades.hpp"

namespace robson::storage {

struct Realized {
  Timestamp from{};  // booked at or after
  Timestamp to{};    // and before
  AllTerms terms{};
  int step = 5000;  // fills that one step looks at

  // So far, in the currency of the terms. A fill without a rate is in neither.
  Money net{};
  Money fees{};
  // Where the next step goes on.
  Timestamp after{};
  std::int64_t after_id = 0;
  bool begun = false;
};
// One step; whether there are more.
bool read_on(Session& session, Tenant tenant, Realized& realized);

}  // namespace robson::storage
