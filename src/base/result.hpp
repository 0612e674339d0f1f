#pragma once
// Result<T, E>: a value or the reason why there is none, with the names of C++23's std::expected, so that it can
// become an alias of it. Errors are values; the caller has to look before it may read.
#include <cstdlib>
#include <type_traits>
#include <utility>
#include <variant>

namespace robson {

template <class E>
class Unexpected {
 public:
  explicit constexpr Unexpected(E error) : error_(std::move(error)) {}
  constexpr const E& error() const& { return error_; }
  constexpr E&& error() && { return std::move(error_); }

 private:
  E error_;
};
template <class E>
Unexpected(E) -> Unexpected<E>;

template <class T, class E>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  using error_type = E;

  constexpr Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  template <class G>
  requires std::is_convertible_v<G, E>
  constexpr Result(Unexpected<G> failed)  // NOLINT(google-explicit-constructor)
      : state_(std::in_place_index<1>, std::move(failed).error()) {}

  constexpr bool has_value() const { return state_.index() == 0; }
  constexpr explicit operator bool() const { return has_value(); }

  // Reading the value of a failure, or the error of a success, is a mistake in the program: it aborts.
  constexpr T& value() & { return get<0>(); }
  constexpr const T& value() const& { return get<0>(); }
  constexpr T&& value() && { return std::move(get<0>()); }
  constexpr T& operator*() & { return get<0>(); }
  constexpr const T& operator*() const& { return get<0>(); }
  constexpr T&& operator*() && { return std::move(get<0>()); }
  constexpr T* operator->() { return &get<0>(); }
  constexpr const T* operator->() const { return &get<0>(); }
  constexpr E& error() & { return get<1>(); }
  constexpr const E& error() const& { return get<1>(); }
  constexpr E&& error() && { return std::move(get<1>()); }

  template <class U>
  constexpr T value_or(U&& other) const& {
    return has_value() ? **this : static_cast<T>(std::forward<U>(other));
  }

 private:
  template <std::size_t I>
  constexpr auto& get() {
    if (state_.index() != I) std::abort();
    return *std::get_if<I>(&state_);
  }
  template <std::size_t I>
  constexpr const auto& get() const {
    if (state_.index() != I) std::abort();
    return *std::get_if<I>(&state_);
  }
  std::variant<T, E> state_;
};

// Nothing to return but success.
template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  using value_type = void;
  using error_type = E;
  constexpr Result() = default;
  template <class G>
  requires std::is_convertible_v<G, E>
  constexpr Result(Unexpected<G> failed)  // NOLINT(google-explicit-constructor)
      : error_(std::in_place_index<1>, std::move(failed).error()) {}
  constexpr bool has_value() const { return error_.index() == 0; }
  constexpr explicit operator bool() const { return has_value(); }
  constexpr const E& error() const& {
    if (has_value()) std::abort();
    return *std::get_if<1>(&error_);
  }
  constexpr E&& error() && {
    if (has_value()) std::abort();
    return std::move(*std::get_if<1>(&error_));
  }

 private:
  std::variant<std::monostate, E> error_;
};

}  // namespace robson
