#include "storage/settings.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {

constexpr Sql select_one = "select value from settings where key = :key";
constexpr Sql upsert =
    "insert into settings (key, value) values (:key, :value) on conflict (key) do update set value = excluded.value";
constexpr Sql next_epoch =
    "insert into settings (key, value) values ('epoch', '1') on conflict (key) do update "
    "set value = cast(cast(settings.value as bigint) + 1 as text) returning cast(value as bigint)";

}  // namespace

std::optional<std::string> find_setting(Session& session, Installation, const std::string& key) {
  std::string value;
  if (!session.first(select_one, into(value), key)) return {};
  return value;
}

void put_setting(Session& session, Installation, const std::string& key, const std::string& value) {
  session.run(upsert, key, value);
}

std::int64_t begin_epoch(Session& session, Installation) {
  std::int64_t epoch = 0;
  session.first(next_epoch, into(epoch));
  return epoch;
}

}  // namespace robson::storage
