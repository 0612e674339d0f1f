#pragma once
// One connection to the database, used by one thread at a time. Statements are prepared once and kept. They are
// literals of the program (Sql takes nothing else), so that no text from outside can become part of one; values go in
// by place, as `:name` in the statement and as an argument here, and come out typed.
//
//   std::string name;
//   session.first("select name from clients where id = :id", into(name), id);
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "storage/columns.hpp"

namespace robson::storage {

struct Sql {
  consteval Sql(const char* literal) : text(literal) {}  // NOLINT(google-explicit-constructor)
  std::string_view text;
};

// The variables that a row's columns go into, in the order of the select list.
template <class... Out>
std::tuple<Out&...> into(Out&... out) {
  return std::tie(out...);
}

// All of these throw soci::soci_error; the job's boundary in Database turns that into a StorageError.
class Session {
 public:
  explicit Session(std::unique_ptr<soci::session> connection) : connection_(std::move(connection)) {}

  // Runs a statement that gives no rows; the number of rows it touched.
  template <class... In>
  long long run(Sql sql, const In&... in) {
    Execution execution(*this, sql);
    execution.give(in...);
    execution.start();
    return execution.finish();
  }

  // Reads the one row into `out`; false, with `out` untouched, when there is none. Two rows are a mistake in the
  // statement. Also for `insert ... returning`.
  template <class... Out, class... In>
  bool first(Sql sql, std::tuple<Out&...> out, const In&... in) {
    Execution execution(*this, sql);
    execution.give(in...);
    execution.receive(out);
    if (!execution.start()) return false;
    execution.expect_no_more();
    return true;
  }

  // Calls `on_row` after each row was read into `out`. The statement must bound the number of rows.
  template <class... Out, class OnRow, class... In>
  void each(Sql sql, std::tuple<Out&...> out, OnRow on_row, const In&... in) {
    Execution execution(*this, sql);
    execution.give(in...);
    execution.receive(out);
    for (bool more = execution.start(); more; more = execution.next()) on_row();
  }

  // Runs a text once, unprepared: for migrations and connection settings.
  void run_text(const std::string& statement);

  soci::session& connection() { return *connection_; }

 private:
  // A prepared statement, taken out of the cache for one execution and put back when all its rows were read. After an
  // error it is thrown away: an unfinished statement would make the next commit fail.
  class Execution {
   public:
    Execution(Session& session, Sql sql);
    Execution(const Execution&) = delete;
    Execution& operator=(const Execution&) = delete;
    ~Execution();
    template <class... In>
    void give(const In&... in) {
      (statement_->exchange(soci::use(in)), ...);
    }
    template <class... Out>
    void receive(std::tuple<Out&...>& out) {
      std::apply([this](auto&... variable) { (statement_->exchange(soci::into(variable)), ...); }, out);
    }
    bool start();  // true when there is a (first) row
    bool next();
    void expect_no_more();
    long long finish();

   private:
    Session& session_;
    std::string_view text_;
    std::unique_ptr<soci::statement> statement_;
    bool finished_ = false;
  };

  std::unique_ptr<soci::session> connection_;
  std::unordered_map<std::string_view, std::unique_ptr<soci::statement>> prepared_;
};

}  // namespace robson::storage
