#pragma once
// How a C++ struct is tied to its JSON form: BOOST_DESCRIBE_STRUCT names its members, BOOST_DESCRIBE_ENUM its
// enumerators, spelled as the wire spells them. json/read.hpp and json/write.hpp do the rest.
#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <optional>
#include <string_view>
#include <type_traits>

#include "base/decimal.hpp"

namespace robson::json {

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_enum_v<T>;
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;
template <class T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class T>
struct is_strong : std::false_type {};
template <class Tag>
struct is_strong<Strong<Tag>> : std::true_type {};
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};

// A decimal that is shown with exactly `places` digits after the point, rounded half away from zero. For output only.
struct Fixed {
  Decimal value{};
  int places = 2;
};

// The spelling of an enumerator; "?" for a value that is none.
template <DescribedEnum E>
constexpr std::string_view name_of(E value) {
  std::string_view name = "?";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (d.value == value) name = d.name;
  });
  return name;
}

// The enumerator of that spelling, case and all.
template <DescribedEnum E>
constexpr std::optional<E> value_of(std::string_view name) {
  std::optional<E> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (name == d.name) found = d.value;
  });
  return found;
}

}  // namespace robson::json
