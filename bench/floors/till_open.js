// A page that does nothing but open the device's database and read one of the same goods by its key.
(code) =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open("noren-till");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const reading = opening.result.transaction(["parts", "goods"]);
      reading.onerror = () => reject(reading.error);
      reading.objectStore("parts").get("goods").onsuccess = (event) => {
        const key = [event.target.result.live, code];
        reading.objectStore("goods").get(key).onsuccess = (found) => {
          opening.result.close();
          resolve(found.target.result !== undefined);
        };
      };
    };
  })
