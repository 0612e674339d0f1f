#pragma once
// A mutex that clang's -Wthread-safety can follow: members marked ROBSON_GUARDED_BY are only touched under their lock.
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define ROBSON_THREAD_SAFETY(x) __attribute__((x))
#else
#define ROBSON_THREAD_SAFETY(x)
#endif
#define ROBSON_GUARDED_BY(mutex) ROBSON_THREAD_SAFETY(guarded_by(mutex))

namespace robson {

class ROBSON_THREAD_SAFETY(capability("mutex")) Mutex {
 public:
  void lock() ROBSON_THREAD_SAFETY(acquire_capability()) { mutex_.lock(); }
  void unlock() ROBSON_THREAD_SAFETY(release_capability()) { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

// Holds `mutex` for a scope. A std::condition_variable_any waits on the Mutex itself.
class ROBSON_THREAD_SAFETY(scoped_lockable) Lock {
 public:
  explicit Lock(Mutex& mutex) ROBSON_THREAD_SAFETY(acquire_capability(mutex)) : mutex_(mutex) { mutex_.lock(); }
  ~Lock() ROBSON_THREAD_SAFETY(release_capability()) { mutex_.unlock(); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace robson
