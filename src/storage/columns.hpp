#pragma once
// How our types stand in columns, for soci::use and soci::into:
//   Id, bool       bigint (0 is no id and never stored; a bool is 0 or 1)
//   Timestamp      bigint, microseconds UTC
//   Duration       bigint, microseconds
//   Decimal & co.  canonical text; the column is `text collate decimal` in SQLite and `numeric` in PostgreSQL
//   Symbol         text
//   optional<T>    T, or null
//   Id in a column that may be null: through some_id() and id_or_none(), null for none
// A table's enums join by deriving their conversion from SpelledColumn.
#include <soci/soci.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/timestamp.hpp"
#include "market/symbol.hpp"

namespace robson::storage {

// A stored value that our types cannot hold: the row was written by something else.
inline soci::soci_error unreadable(const char* what) {
  return soci::soci_error(std::string("the database holds ") + what);
}
inline void refuse_null(soci::indicator indicator) {
  if (indicator == soci::i_null) throw unreadable("null where a value must be");
}

template <class Tag>
std::optional<Id<Tag>> some_id(Id<Tag> id) {
  return id ? std::optional(id) : std::nullopt;
}
template <class Tag>
Id<Tag> id_or_none(std::optional<Id<Tag>> id) {
  return id.value_or(Id<Tag>{});
}

// For an enum: `static constexpr std::pair<E, std::string_view> spellings[]` in Spellings.
template <class E, class Spellings>
struct SpelledColumn {
  using base_type = std::string;
  static void from_base(const std::string& in, soci::indicator indicator, E& out) {
    refuse_null(indicator);
    for (const auto& spelling : Spellings::all) {
      if (spelling.second != in) continue;
      out = spelling.first;
      return;
    }
    throw unreadable("a word that is not of its list");
  }
  static void to_base(E in, std::string& out, soci::indicator& indicator) {
    indicator = soci::i_ok;
    for (const auto& spelling : Spellings::all) {
      if (spelling.first == in) out = spelling.second;
    }
  }
};

}  // namespace robson::storage

namespace soci {

template <class Tag>
struct type_conversion<robson::Id<Tag>> {
  using base_type = long long;
  static void from_base(long long in, indicator indicator, robson::Id<Tag>& out) {
    robson::storage::refuse_null(indicator);
    out.value = in;
  }
  static void to_base(robson::Id<Tag> in, long long& out, indicator& indicator) {
    out = in.value;
    indicator = i_ok;
  }
};

template <>
struct type_conversion<robson::Timestamp> {
  using base_type = long long;
  static void from_base(long long in, indicator indicator, robson::Timestamp& out) {
    robson::storage::refuse_null(indicator);
    out.us = in;
  }
  static void to_base(robson::Timestamp in, long long& out, indicator& indicator) {
    out = in.us;
    indicator = i_ok;
  }
};

template <>
struct type_conversion<robson::Duration> {
  using base_type = long long;
  static void from_base(long long in, indicator indicator, robson::Duration& out) {
    robson::storage::refuse_null(indicator);
    out = robson::Duration(in);
  }
  static void to_base(robson::Duration in, long long& out, indicator& indicator) {
    out = in.count();
    indicator = i_ok;
  }
};

template <>
struct type_conversion<bool> {
  using base_type = long long;
  static void from_base(long long in, indicator indicator, bool& out) {
    robson::storage::refuse_null(indicator);
    out = in != 0;
  }
  static void to_base(bool in, long long& out, indicator& indicator) {
    out = in ? 1 : 0;
    indicator = i_ok;
  }
};

template <>
struct type_conversion<robson::Decimal> {
  using base_type = std::string;
  static void from_base(const std::string& in, indicator indicator, robson::Decimal& out) {
    robson::storage::refuse_null(indicator);
    const auto parsed = robson::Decimal::parse(in);
    if (!parsed) throw robson::storage::unreadable("a text that is no decimal");
    out = *parsed;
  }
  static void to_base(robson::Decimal in, std::string& out, indicator& indicator) {
    out = in.text();
    indicator = i_ok;
  }
};

template <class Tag>
struct type_conversion<robson::Strong<Tag>> {
  using base_type = std::string;
  static void from_base(const std::string& in, indicator indicator, robson::Strong<Tag>& out) {
    type_conversion<robson::Decimal>::from_base(in, indicator, out.value);
  }
  static void to_base(robson::Strong<Tag> in, std::string& out, indicator& indicator) {
    type_conversion<robson::Decimal>::to_base(in.value, out, indicator);
  }
};

template <>
struct type_conversion<robson::Symbol> {
  using base_type = std::string;
  static void from_base(const std::string& in, indicator indicator, robson::Symbol& out) {
    robson::storage::refuse_null(indicator);
    out.text = in;
  }
  static void to_base(const robson::Symbol& in, std::string& out, indicator& indicator) {
    out = in.text;
    indicator = i_ok;
  }
};

template <class T>
struct type_conversion<std::optional<T>> {
  using base_type = typename type_conversion<T>::base_type;
  static void from_base(const base_type& in, indicator indicator, std::optional<T>& out) {
    out.reset();
    if (indicator != i_null) type_conversion<T>::from_base(in, indicator, out.emplace());
  }
  static void to_base(const std::optional<T>& in, base_type& out, indicator& indicator) {
    indicator = i_null;
    if (in) type_conversion<T>::to_base(*in, out, indicator);
  }
};

}  // namespace soci
