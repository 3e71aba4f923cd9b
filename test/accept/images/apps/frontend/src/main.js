import "./style.css";

document.querySelector("main").textContent = `asks ${import.meta.env.VITE_API_URL}`;
